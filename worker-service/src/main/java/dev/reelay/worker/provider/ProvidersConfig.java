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

        /// Whether looks are made when renders are likely to end, as was learned from others. If
        /// not, the wait grows from the first poll's to the slowest's.
        @WithDefault("${reelay.polling.learned:true}")
        boolean learned();

        /// From the answer of a submit to the first look, where that is not learned.
        @WithDefault("500ms")
        Duration firstPoll();

        /// Longest time between two looks, where that is not learned.
        @WithDefault("5s")
        Duration slowestPoll();

        /// Whether what it took and failed by its own fault goes on to the model's next route. By
        /// default where neither its documentation nor the costs entered say that it charges for
        /// that: otherwise the operator pays twice.
        Optional<Boolean> rerouteAfterFailure();
    }
}
