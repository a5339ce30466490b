package dev.reelay.worker.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/// How events are delivered.
@ConfigMapping(prefix = "reelay.webhook")
public interface WebhookConfig {
    /// Wait before each further attempt. Its length is the number of repeats.
    @WithDefault("5s,30s,5m,30m,2h,5h,10h,24h,24h")
    List<Duration> retryAfter();

    /// Every wait is multiplied by this; for tests that cannot wait three days.
    @WithDefault("1")
    double timeScale();

    /// One attempt, from the lookup of the name to the end of the answer.
    @WithDefault("15s")
    Duration limit();

    /// After so long without a record an attempt counts as lost. More than the limit, or a slow
    /// receiver would get the same twice.
    @WithDefault("30s")
    Duration lease();

    /// Attempts under way to one host of one tenant, over all workers.
    @WithDefault("4")
    int perDestination();

    /// Attempts this worker has under way to destinations that are well.
    @WithDefault("256")
    int atOnce();

    /// Of those to destinations that failed five times in a row or were slow twice in twenty; they
    /// come on top.
    @WithDefault("32")
    int slowAtOnce();

    /// An attempt that takes longer was slow.
    @WithDefault("5s")
    Duration slowAfter();

    /// How long an ended delivery can be looked up.
    @WithDefault("30d")
    Duration kept();
}
