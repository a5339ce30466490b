package dev.reelay.worker.provider;

import dev.reelay.common.event.JobReport.Failure;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a submit; one case for each thing a caller does differently.
public sealed interface SubmitAnswer {
    /// The upstream works on it and may bill it.
    ///
    /// @param warnings hints of the submission that this route could not take
    record Accepted(ProviderTask task, List<String> warnings) implements SubmitAnswer {}

    /// A definite no to what was asked: nothing was started, nothing is billed.
    record Refused(Failure failure) implements SubmitAnswer {}

    /// A definite no to the account or the model, which only the operator can change: the key, the
    /// balance, a right, a model that has gone. Nothing was started.
    ///
    /// @param why for the operator
    record AccountRefused(String why) implements SubmitAnswer {}

    /// Nothing was started: try again later.
    sealed interface Later extends SubmitAnswer {
        String why();

        /// Null where the upstream did not say.
        @Nullable Duration retryAfter();
    }

    /// The upstream said that it is too much at present: with less at once.
    record Busy(String why, @Nullable Duration retryAfter) implements Later {}

    /// No byte of the request left.
    record NotSent(String why, @Nullable Duration retryAfter) implements Later {}

    /// It may have been started and may cost money.
    record Unknown(String why) implements SubmitAnswer {}
}
