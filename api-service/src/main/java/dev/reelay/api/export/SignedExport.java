package dev.reelay.api.export;

import dev.reelay.api.content.PacedOutput;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.store.ObjectStore;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.InstantSource;

/// `/content/exports/{name}`: an export, to whoever has a signed link.
@Path(ExportLinks.ROOT + "/{name}")
@RunOnVirtualThread
public final class SignedExport {
    private final ExportLinks links;
    private final PostgresExports exports;
    private final ObjectStore store;
    private final CurrentVertxRequest request;
    private final InstantSource clock;

    SignedExport(
            ExportLinks links,
            PostgresExports exports,
            ObjectStore store,
            CurrentVertxRequest request,
            InstantSource clock) {
        this.links = links;
        this.exports = exports;
        this.store = store;
        this.request = request;
        this.clock = clock;
    }

    @GET
    public Response get(@PathParam("name") String name) {
        var target = links.read(name).orElseThrow(SignedExport::unknown);
        if (!clock.instant().isBefore(target.end())) {
            throw new GatewayException(new GatewayError.FilesGone());
        }
        var export =
                exports.find(target.tenant(), target.export()).orElseThrow(SignedExport::unknown);
        return Response.ok(stream(export), "application/zip")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"tenant-%s.zip\"".formatted(export.tenant()))
                .header(HttpHeaders.CACHE_CONTROL, "private")
                .build();
    }

    private static GatewayException unknown() {
        return new GatewayException(new GatewayError.NotFound("file"));
    }

    private StreamingOutput stream(Export export) {
        // Opened before the answer begins, so that a missing object is still an error.
        var file =
                store.open(export.key(), null)
                        .orElseThrow(() -> new GatewayException(new GatewayError.FilesGone()));
        var response = request.getCurrent().response();
        return _ -> {
            try (file) {
                file.writeTo(new PacedOutput(response, file.length()));
            }
        };
    }
}
