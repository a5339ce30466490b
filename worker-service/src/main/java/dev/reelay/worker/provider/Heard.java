package dev.reelay.worker.provider;

import java.util.List;

/// What a callback is worth.
public sealed interface Heard {
    /// The provider itself has signed it, just now.
    ///
    /// @param tasks that it may tell of; the first one is that of the submit
    record Genuine(List<ProviderTask> tasks) implements Heard {
        public Genuine {
            tasks = List.copyOf(tasks);
        }
    }

    /// Somebody else has made it, or it is an old one.
    ///
    /// @param why for the operator
    record Forged(String why) implements Heard {}

    /// Nobody can tell: the provider signs nothing, or what it is checked with cannot be had.
    record Unproven() implements Heard {}
}
