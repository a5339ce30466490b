package dev.reelay.api.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How events are kept and followed.
@ConfigMapping(prefix = "reelay.event")
public interface EventConfig {
    /// How long an event stays in the log. One that the deliverer has not yet confirmed stays.
    @WithDefault("30d")
    Duration kept();

    /// Between two looks for new events, by each replica.
    @WithDefault("75ms")
    Duration look();

    /// A stream that has nothing to say shows that often that it lives. Proxies close what is
    /// silent for a minute.
    @WithDefault("15s")
    Duration heartbeat();

    /// Streams that a replica serves at the same time; one more is refused for the moment. A call
    /// that waits for a tenant's news counts as one.
    @WithDefault("10000")
    int mostStreams();

    /// Of these, streams of one tenant; one more is refused until one has ended.
    @WithDefault("1000")
    int mostStreamsOfTenant();
}
