package dev.reelay.worker.provider;

/// A provider with its own name for a model, and whose accounts there are used.
///
/// @param place 0-based place among the model's routes
public record Route(int place, ProviderQueue queue, String model) {
    /// Of a row.
    ///
    /// @param queue as {@link ProviderQueue#toString} writes it
    public static Route read(int place, String queue, String model) {
        return new Route(place, ProviderQueue.read(queue), model);
    }

    public String provider() {
        return queue.provider();
    }

    public RouteName name() {
        return new RouteName(provider(), model);
    }
}
