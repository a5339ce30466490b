package dev.reelay.worker.provider.api;

import dev.reelay.common.event.ProviderCall;
import dev.reelay.worker.egress.EgressAnswer;
import dev.reelay.worker.egress.EgressAnswer.Answered;
import dev.reelay.worker.provider.Heard;
import dev.reelay.worker.provider.SubmitAttempt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Tells the callbacks of one account's upstream from others. Its keys are kept for a day, and read
/// anew where none of them fits, for it may have changed them; but not more often than twice a
/// minute, however much is forged.
final class CheckCallbacks {
    static final Duration TOLERANCE = Duration.ofMinutes(5);
    static final Duration LIFE = Duration.ofHours(24);
    static final Duration BETWEEN = Duration.ofSeconds(30);

    private final CallbackProof proof;
    private final Function<ApiCall, EgressAnswer> calls;
    private final InstantSource clock;
    private List<byte[]> keys = List.of();
    private Instant end = Instant.MIN;
    private Instant nextRead = Instant.MIN;

    CheckCallbacks(
            CallbackProof proof, Function<ApiCall, EgressAnswer> calls, InstantSource clock) {
        this.proof = proof;
        this.calls = calls;
        this.clock = clock;
    }

    Heard check(SubmitAttempt attempt, ProviderCall call) {
        var at = proof.signedAt(call);
        if (at.isEmpty()) {
            return new Heard.Forged("it is not signed");
        }
        if (Duration.between(at.get(), clock.instant()).abs().compareTo(TOLERANCE) > 0) {
            return new Heard.Forged("it was signed at another time");
        }
        if (isSigned(call, known()) || isSigned(call, renewed())) {
            var body = ApiAnswer.of(200, Map.of(), call.body());
            return new Heard.Genuine(proof.tasks(attempt, body));
        }
        return known().isEmpty()
                ? new Heard.Unproven()
                : new Heard.Forged("none of the provider's keys has signed it");
    }

    private boolean isSigned(ProviderCall call, List<byte[]> by) {
        return by.stream().anyMatch(key -> proof.isSigned(call, key));
    }

    private synchronized List<byte[]> known() {
        return clock.instant().isBefore(end) ? keys : List.of();
    }

    /// One caller reads for all.
    private synchronized List<byte[]> renewed() {
        var now = clock.instant();
        if (!now.isBefore(nextRead)) {
            nextRead = now.plus(BETWEEN);
            if (calls.apply(proof.keys()) instanceof Answered answered) {
                var answer = ApiAnswer.of(answered);
                var read = answer.isSuccess() ? proof.keys(answer) : List.<byte[]>of();
                if (!read.isEmpty()) {
                    keys = List.copyOf(read);
                    end = now.plus(LIFE);
                }
            }
        }
        return known();
    }
}
