package dev.reelay.api.dialect.a4f;

import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.dialect.SubmitCall;
import dev.reelay.api.key.Scope;
import dev.reelay.api.request.Address;
import dev.reelay.common.catalogue.Catalogue;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;

/// Generate and wait, and what there is to generate with.
@Path(A4fDialect.ROOT + "/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class A4fVideos {
    private final A4fDialect dialect;
    private final SubmitCall submit;
    private final ReadCall calls;
    private final Catalogue catalogue;

    A4fVideos(A4fDialect dialect, SubmitCall submit, ReadCall calls, Catalogue catalogue) {
        this.dialect = dialect;
        this.submit = submit;
        this.calls = calls;
        this.catalogue = catalogue;
    }

    @POST
    @Path("video/generations")
    @Consumes(MediaType.WILDCARD)
    public Response generate(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream body) {
        return submit.submit(dialect, headers, body, Address.of(request));
    }

    @GET
    @Path("models")
    public Object models(@Context HttpHeaders headers, @Context UriInfo uri) {
        var caller = calls.caller(headers, Scope.JOBS_READ);
        return dialect.models(caller.seen(catalogue), uri.getQueryParameters());
    }

    /// The same; a body says nothing.
    @POST
    @Path("models")
    @Consumes(MediaType.WILDCARD)
    public Object modelsByPost(@Context HttpHeaders headers, @Context UriInfo uri) {
        return models(headers, uri);
    }
}
