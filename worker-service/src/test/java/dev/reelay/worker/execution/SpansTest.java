package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpansTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @Test
    void when_a_submission_was_traced_then_its_trace_is_linked() {
        assertThat(Spans.parse("00-" + TRACE + "-b7ad6b7169203331-01"))
                .hasValueSatisfying(
                        context -> {
                            assertThat(context.getTraceId()).isEqualTo(TRACE);
                            assertThat(context.getSpanId()).isEqualTo("b7ad6b7169203331");
                            assertThat(context.isSampled()).isTrue();
                            assertThat(context.isRemote()).isTrue();
                        });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "junk",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "99-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void when_it_was_not_or_says_nonsense_then_nothing_is_linked(String traceparent) {
        assertThat(Spans.parse(traceparent)).isEmpty();
    }
}
