package dev.reelay.api.dialect.openai;

import dev.reelay.api.account.ProviderAccounts;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.key.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/// `/v1/provider_accounts`: a tenant's own accounts at upstreams, for keys with the scope `admin`
/// of its first workspace. Which models are rendered with them is a workspace's to say.
@Path("/v1/provider_accounts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiProviderAccounts {
    private final ReadCall calls;
    private final ProviderAccounts accounts;

    OpenAiProviderAccounts(ReadCall calls, ProviderAccounts accounts) {
        this.calls = calls;
        this.accounts = accounts;
    }

    @GET
    public Response list(@Context HttpHeaders headers) {
        return own(headers).list();
    }

    @GET
    @Path("{id}")
    public Response account(@Context HttpHeaders headers, @PathParam("id") String name) {
        return own(headers).get(name);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response make(@Context HttpHeaders headers, InputStream content) {
        var own = own(headers);
        try (var body = calls.json(headers, content)) {
            return own.make(body.tree());
        }
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    public Response change(
            @Context HttpHeaders headers, @PathParam("id") String name, InputStream content) {
        var own = own(headers);
        try (var body = calls.json(headers, content)) {
            return own.change(name, body.tree());
        }
    }

    @POST
    @Path("{id}/check")
    @Consumes(MediaType.WILDCARD)
    public Response check(@Context HttpHeaders headers, @PathParam("id") String name) {
        return own(headers).check(name);
    }

    @DELETE
    @Path("{id}")
    public Response delete(@Context HttpHeaders headers, @PathParam("id") String name) {
        return own(headers).delete(name);
    }

    private ProviderAccounts.Of own(HttpHeaders headers) {
        var caller = calls.caller(headers, Scope.ADMIN);
        caller.refuseUnlessOfFirstWorkspace();
        return accounts.of(caller.tenant());
    }
}
