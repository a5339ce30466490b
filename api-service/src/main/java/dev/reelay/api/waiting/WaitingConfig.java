package dev.reelay.api.waiting;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long calls wait for their job, and how many.
@ConfigMapping(prefix = "reelay.waiting")
public interface WaitingConfig {
    /// A job of an API that waits expires so long after its acceptance. Clients of those APIs give
    /// up after 900 s.
    @WithDefault("870s")
    Duration deadline();

    /// So long after that the word of the expiry is awaited before the call is answered without it.
    @WithDefault("10s")
    Duration grace();

    /// Longest `Prefer: wait`. Proxies often close what is silent for more than a minute.
    @WithDefault("60s")
    Duration preferred();

    /// Calls that wait in a replica at the same time; one more is refused for the moment.
    @WithDefault("20000")
    int mostCalls();
}
