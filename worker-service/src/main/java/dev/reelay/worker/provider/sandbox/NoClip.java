package dev.reelay.worker.provider.sandbox;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;

/// The sandbox's verdict: this scene cannot be made into a clip, however often it is tried.
final class NoClip extends Exception {
    private final Failure failure;

    /// @param message safe to show to the tenant
    /// @param cause what a log may know
    NoClip(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.failure = new Failure(reason, message);
    }

    NoClip(Reason reason, String message) {
        super(message);
        this.failure = new Failure(reason, message);
    }

    Failure failure() {
        return failure;
    }
}
