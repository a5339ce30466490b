package dev.reelay.api.console;

import dev.reelay.api.job.Job;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.event.JobReport.Reason;
import org.jspecify.annotations.Nullable;

/// Why there is no clip, written for somebody who wants one.
///
/// @param said what the worker said
/// @param charged whether it cost anything
/// @param advice what to change
record WhyNot(String what, @Nullable String said, String charged, String advice) {
    /// Null where nothing failed.
    static @Nullable WhyNot of(Job job) {
        return switch (job.state()) {
            case ACCEPTING, ABANDONED, QUEUED, IN_PROGRESS, COMPLETED -> null;
            case CANCELLED -> of(job, Reason.CANCELLED);
            case EXPIRED -> of(job, Reason.TIMEOUT);
            case FAILED -> {
                var failure = job.failure();
                yield of(job, failure == null ? Reason.PROVIDER_ERROR : failure.reason());
            }
        };
    }

    private static WhyNot of(Job job, Reason reason) {
        var failure = job.failure();
        return new WhyNot(
                what(reason),
                failure == null ? null : failure.message(),
                charged(job),
                advice(reason));
    }

    private static String what(Reason reason) {
        return switch (reason) {
            case CONTENT_POLICY -> "The prompt or a picture was refused by the content policy.";
            case INVALID_INPUT -> "A picture or clip that was given cannot be used.";
            case PROVIDER_ERROR -> "The provider could not make the clip.";
            case PROVIDER_UNAVAILABLE -> "No provider took the video.";
            case STORAGE_ERROR -> "The clip was made, and could not be stored.";
            case TIMEOUT -> "It was not ready in time.";
            case CANCELLED -> "It was cancelled.";
        };
    }

    private static String advice(Reason reason) {
        return switch (reason) {
            case CONTENT_POLICY -> "Write the prompt in another way, or give another picture.";
            case INVALID_INPUT -> "Give a file that the model takes: see its entry in /v1/models.";
            case PROVIDER_ERROR, STORAGE_ERROR, TIMEOUT -> "Send it again.";
            case PROVIDER_UNAVAILABLE -> "Send it again later, or name another model.";
            case CANCELLED -> "Nothing has to be done.";
        };
    }

    private static String charged(Job job) {
        var settled = job.settlement();
        if (settled == null) {
            return "The credits are still held; what happens to them is shown here in a moment.";
        }
        return settled.captured().equals(Credits.ZERO)
                ? "It was not charged."
                : "It was charged " + settled.captured() + " credits.";
    }
}
