package dev.reelay.worker.provider;

/// A provider with its own name for a model, and whose accounts there are used.
///
/// @param place 0-based place among the model's routes
public record Route(int place, ProviderQueue queue, String model) {
    public String provider() {
        return queue.provider();
    }

    public RouteName name() {
        return new RouteName(provider(), model);
    }
}
