package dev.reelay.api.submission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Times of acceptance and of what follows it.
@ConfigMapping(prefix = "reelay.submission")
public interface SubmissionConfig {
    /// A job expires after this, or after so many times the model's usual length of a render,
    /// whichever is later.
    @WithDefault("10m")
    Duration shortestDeadline();

    @WithDefault("20")
    int expectedTimes();

    /// A job that is still being accepted after this may be taken over by a repeat of its request.
    @WithDefault("3s")
    Duration takenOverAfter();

    /// And after this it is given up.
    @WithDefault("60s")
    Duration abandonedAfter();

    /// How long a key stays known after its job has ended.
    @WithDefault("24h")
    Duration keysKept();

    /// So long after a submission without a key a retry of it joins its job.
    @WithDefault("10m")
    Duration retriesJoined();

    /// In so long it is known that a client has gone. A request that looks like one that is still
    /// being answered waits so long to see whether it is a retry.
    @WithDefault("250ms")
    Duration breaksNoticed();

    /// A retry waits so long for the job of an earlier one to be accepted.
    @WithDefault("10s")
    Duration acceptanceAwaited();
}
