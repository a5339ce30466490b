package dev.reelay.api.dialect.openrouter;

import dev.reelay.api.error.ErrorWording;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.request.Address;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/// The errors of the same API under the name of ModelGates.
@Singleton
public final class ModelGatesErrors implements ErrorWording {
    static final String PREFIX = "/modelgates";

    private final OpenRouterErrors errors = new OpenRouterErrors("modelgates_metadata");

    @Override
    public boolean owns(String path) {
        return Address.isUnder(PREFIX, path);
    }

    @Override
    public Response word(GatewayError error) {
        return errors.word(error);
    }
}
