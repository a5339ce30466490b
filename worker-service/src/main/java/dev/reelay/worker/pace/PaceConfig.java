package dev.reelay.worker.pace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How often renders are looked at whose usual time is learned.
@ConfigMapping(prefix = "reelay.polling")
public interface PaceConfig {
    /// Whether the usual time is learned, of providers whose own setting says nothing.
    @WithDefault("true")
    boolean learned();

    /// On average there are no more looks at a render than one each so often would be.
    @WithDefault("15s")
    Duration distance();

    /// Longest time between two looks at a render that takes far longer than usual.
    @WithDefault("30s")
    Duration slowest();

    /// How many renders of a kind are remembered: the older one is, the less it counts.
    @WithDefault("100")
    int remembered();

    /// How long they are remembered at least, however many end meanwhile: after as long again they
    /// count for a third.
    @WithDefault("10m")
    Duration remembersFor();
}
