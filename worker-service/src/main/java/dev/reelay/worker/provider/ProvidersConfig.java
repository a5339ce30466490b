package dev.reelay.worker.provider;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How each provider is used, e.g. `reelay.providers.sandbox.slots`.
@ConfigMapping(prefix = "reelay.providers")
public interface ProvidersConfig {
    @WithParentName
    @WithDefaults
    Map<String, Use> byName();

    /// The limits and the pace of one provider.
    interface Use {
        /// How many executions may be at the provider at once, over all workers.
        @WithDefault("64")
        int slots();

        /// From the answer of a submit to the first look.
        @WithDefault("500ms")
        Duration firstPoll();

        /// Longest time between two looks; the wait grows from the first poll's up to this.
        @WithDefault("5s")
        Duration slowestPoll();

        /// Whether what it took and failed by its own fault goes on to the model's next route. By
        /// default where neither its documentation nor the costs entered say that it charges for
        /// that: otherwise the operator pays twice.
        Optional<Boolean> rerouteAfterFailure();
    }
}
