package dev.reelay.worker.provider.sandbox;

import java.time.Duration;
import java.util.Locale;

/// What a tenant has told the sandbox to do.
///
/// @param delay from the submit until the outcome is seen, at the least
/// @param tiny whether one cached second stands for the clip
record Script(Outcome outcome, Duration delay, boolean tiny) {
    /// Render as well as the sandbox can, at once.
    static final Script NONE = new Script(Outcome.COMPLETED, Duration.ZERO, false);

    /// How the task ends; `STUCK` never does.
    enum Outcome {
        COMPLETED,
        CONTENT_POLICY,
        PROVIDER_ERROR,
        TIMEOUT,
        STUCK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether there is something to render; all else is decided by the clock alone.
    boolean renders() {
        return outcome == Outcome.COMPLETED && !tiny;
    }
}
