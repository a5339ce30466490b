package dev.reelay.worker.execution;

import dev.reelay.common.event.ProviderCall;
import dev.reelay.common.event.ProviderCall.Outcome;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;

/// `/internal/callbacks/{attempt}`: what a provider that signs has called, as the api got it.
@Path("/internal/callbacks/{attempt}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class CallbackRoutes {
    private final HearCallback callbacks;

    CallbackRoutes(HearCallback callbacks) {
        this.callbacks = callbacks;
    }

    /// What came of it.
    public record Answer(Outcome outcome) {}

    @POST
    public Answer hear(@PathParam("attempt") UUID attempt, ProviderCall call) {
        return new Answer(callbacks.hear(attempt, call));
    }
}
