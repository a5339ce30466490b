package dev.reelay.worker.provider.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.event.ProviderCall;
import dev.reelay.worker.egress.EgressAnswer;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.Heard;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAttempt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// When a callback is believed, and how often keys are read for that.
class CheckCallbacksTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final ProviderTask TASK = new ProviderTask("t-1");

    /// Signed by whoever the header names.
    private static final CallbackProof PROOF =
            new CallbackProof() {
                @Override
                public ApiCall keys() {
                    return ApiCall.get("/keys");
                }

                @Override
                public List<byte[]> keys(ApiAnswer answer) {
                    return answer.text("/key").map(CheckCallbacksTest::bytes).stream().toList();
                }

                @Override
                public Optional<Instant> signedAt(ProviderCall call) {
                    return Optional.of(call.header("at"))
                            .filter(text -> !text.isEmpty())
                            .map(Instant::parse);
                }

                @Override
                public boolean isSigned(ProviderCall call, byte[] key) {
                    return call.header("by").equals(new String(key, StandardCharsets.UTF_8));
                }

                @Override
                public List<ProviderTask> tasks(SubmitAttempt attempt, ApiAnswer body) {
                    return body.text("/id").map(ProviderTask::new).stream().toList();
                }
            };

    private final SubmitAttempt attempt = Attempts.of("a kite").attempt();
    private Instant now = START;
    private String key = "first";
    private int status = 200;
    private int reads;
    private final CheckCallbacks check = new CheckCallbacks(PROOF, this::answer, () -> now);

    private EgressAnswer answer(ApiCall call) {
        reads++;
        return status == 0
                ? new EgressAnswer.NoAnswer("silence")
                : new EgressAnswer.Answered(status, Map.of(), bytes("{\"key\":\"" + key + "\"}"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Heard hear(String by) {
        return hear(by, now);
    }

    private Heard hear(String by, Instant at) {
        return check.check(
                attempt,
                new ProviderCall(Map.of("by", by, "at", at.toString()), bytes("{\"id\":\"t-1\"}")));
    }

    private static Heard genuine() {
        return new Heard.Genuine(List.of(TASK));
    }

    @Test
    void when_a_known_key_has_signed_it_then_it_is_genuine_and_keys_are_read_once() {
        for (var each = 0; each < 100; each++) {
            assertThat(hear("first")).isEqualTo(genuine());
        }
        now = START.plus(Duration.ofHours(23));
        assertThat(hear("first")).isEqualTo(genuine());
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void when_a_day_has_passed_then_keys_are_read_again() {
        hear("first");
        now = START.plus(Duration.ofHours(24));
        assertThat(hear("first")).isEqualTo(genuine());
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void when_the_upstream_changes_its_key_then_the_new_one_is_read() {
        hear("first");
        key = "second";
        now = START.plusSeconds(31);
        assertThat(hear("second")).isEqualTo(genuine());
        assertThat(hear("first")).isInstanceOf(Heard.Forged.class);
    }

    @Test
    void when_a_thousand_are_forged_then_keys_are_read_twice_a_minute_at_most() {
        for (var each = 0; each < 1000; each++) {
            now = START.plusMillis(60L * each);
            assertThat(hear("nobody")).isInstanceOf(Heard.Forged.class);
        }
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void when_it_is_of_another_time_then_it_is_refused_and_no_key_is_asked_for() {
        var minutes = Duration.ofMinutes(5);
        assertThat(hear("first", START.minus(minutes))).isEqualTo(genuine());
        assertThat(hear("first", START.plus(minutes))).isEqualTo(genuine());
        var before = reads;
        assertThat(hear("first", START.minus(minutes).minusSeconds(1)))
                .isInstanceOf(Heard.Forged.class);
        assertThat(hear("first", START.plus(minutes).plusSeconds(1)))
                .isInstanceOf(Heard.Forged.class);
        assertThat(hear("first", Instant.MAX)).isInstanceOf(Heard.Forged.class);
        assertThat(hear("first", Instant.MIN)).isInstanceOf(Heard.Forged.class);
        assertThat(reads).isEqualTo(before);
    }

    @Test
    void when_it_is_not_signed_then_it_is_refused_and_no_key_is_asked_for() {
        var unsigned = new ProviderCall(Map.of("by", "first"), bytes("{}"));
        assertThat(check.check(attempt, unsigned)).isInstanceOf(Heard.Forged.class);
        assertThat(reads).isZero();
    }

    @Test
    void when_keys_cannot_be_had_then_nobody_can_tell() {
        status = 0;
        assertThat(hear("first")).isEqualTo(new Heard.Unproven());
        status = 500;
        now = START.plusSeconds(31);
        assertThat(hear("first")).isEqualTo(new Heard.Unproven());
        assertThat(reads).isEqualTo(2);
        status = 200;
        now = START.plusSeconds(62);
        assertThat(hear("first")).isEqualTo(genuine());
    }
}
