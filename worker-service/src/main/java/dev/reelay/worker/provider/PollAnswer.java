package dev.reelay.worker.provider;

import dev.reelay.common.event.JobReport.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a look at a task found.
public sealed interface PollAnswer {
    /// Still in the making.
    ///
    /// @param progress 0 to 99 as measured by the upstream, or -1 where it does not say
    record Working(int progress) implements PollAnswer {}

    /// The file is ready to be fetched.
    ///
    /// @param took from the submit until it was ready, by the upstream's own clock; null where it
    ///   does not say
    record Finished(ProviderFile file, @Nullable Duration took) implements PollAnswer {
        public Finished(ProviderFile file) {
            this(file, null);
        }
    }

    /// The upstream's verdict: there will be no file.
    record GaveUp(Failure failure) implements PollAnswer {}

    /// The upstream could not be asked. Never ends a job.
    record NoAnswer(String why) implements PollAnswer {}
}
