package dev.reelay.api.submission;

import dev.reelay.api.error.GatewayException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/// Counts submissions by what became of them.
@Singleton
final class CountSubmissions {
    private static final String NAME = "reelay.submissions";

    private final MeterRegistry meters;

    CountSubmissions(MeterRegistry meters) {
        this.meters = meters;
    }

    SubmitVideo.Accepted outcome(Supplier<SubmitVideo.Accepted> submission) {
        var outcome = "failed";
        try {
            var accepted = submission.get();
            outcome = accepted.replayed() ? "replayed" : "accepted";
            return accepted;
        } catch (GatewayException e) {
            outcome = e.error().getClass().getSimpleName();
            throw e;
        } finally {
            meters.counter(NAME, "outcome", outcome).increment();
        }
    }
}
