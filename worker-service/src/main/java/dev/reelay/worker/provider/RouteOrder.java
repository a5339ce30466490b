package dev.reelay.worker.provider;

import dev.reelay.common.catalogue.Model;
import dev.reelay.common.event.JobSpec;
import java.util.List;

/// In which order a model's routes are taken.
public interface RouteOrder {
    /// Places in the catalogue of the routes that a job may take, the best first.
    ///
    /// @param expectedSeconds how long one output of the model usually takes
    List<Integer> places(JobSpec spec, List<Model.Route> catalogue, int expectedSeconds);

    /// Whether some account takes something of a queue, or will in a moment.
    default boolean serves(ProviderQueue queue) {
        return true;
    }

    /// Whether a queue has an account at all.
    default boolean has(ProviderQueue queue) {
        return true;
    }

    /// Looks anew at what the order goes by, where that changes.
    default void refresh() {}
}
