package dev.reelay.worker.provider;

/// A provider with its own name for a model.
///
/// @param place 0-based place among the model's routes
public record Route(int place, String provider, String model) {
    public RouteName name() {
        return new RouteName(provider, model);
    }
}
