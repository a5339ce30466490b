package dev.reelay.api.dialect.openrouter;

import dev.reelay.api.error.ErrorWording;
import dev.reelay.api.error.GatewayError;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/// The errors of the same API under the name of ModelGates.
@Singleton
public final class ModelGatesErrors implements ErrorWording {
    static final String PREFIX = "/modelgates";

    private final OpenRouterErrors errors = new OpenRouterErrors("modelgates_metadata");

    @Override
    public boolean owns(String path) {
        return path.equals(PREFIX) || path.startsWith(PREFIX + "/");
    }

    @Override
    public Response answer(GatewayError error) {
        return errors.answer(error);
    }
}
