package dev.reelay.common.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GapTest {
    private static final Instant FROM = Instant.parse("2026-11-20T03:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-11-20T10:30:00Z");

    @Test
    void when_an_interval_is_read_then_its_ends_are_those_of_the_gap() {
        assertThat(Gap.parse(" 2026-11-20T03:00:00Z/2026-11-20T10:30:00Z\n"))
                .isEqualTo(new Gap(FROM, UNTIL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-11-20T03:00:00Z",
                "2026-11-20T03:00:00Z/",
                "2026-11-20T03:00:00Z/PT7H",
                "2026-11-20/2026-11-21",
                "2026-11-20T03:00:00Z/2026-11-20T10:30:00Z/2026-11-20T11:00:00Z",
                "2026-11-20T10:30:00Z/2026-11-20T03:00:00Z",
                "2026-11-20T03:00:00Z/2026-11-20T03:00:00Z"
            })
    void when_it_is_no_interval_then_it_is_refused_with_what_was_given(String text) {
        assertThatThrownBy(() -> Gap.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void when_it_has_not_ended_yet_then_it_is_refused() {
        var gap = new Gap(FROM, UNTIL);
        assertThat(gap.endedBy(UNTIL)).isSameAs(gap);
        assertThatThrownBy(() -> gap.endedBy(UNTIL.minusMillis(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("REELAY_RESTORE_GAP");
    }
}
