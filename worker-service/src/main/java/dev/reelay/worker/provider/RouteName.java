package dev.reelay.worker.provider;

import dev.reelay.common.catalogue.Model;

/// A provider with its own name for a model, wherever it stands among the model's routes.
public record RouteName(String provider, String model) {
    public static RouteName of(Model.Route route) {
        return new RouteName(route.provider(), route.model());
    }
}
