package dev.reelay.api.operator;

import dev.reelay.api.account.ProviderAccounts;
import dev.reelay.api.body.ReadBody;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/// `/admin/v1/accounts`: the operator's accounts at providers.
@Path("/admin/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorAccounts {
    private final ReadBody bodies;
    private final ProviderAccounts.Of accounts;

    OperatorAccounts(ReadBody bodies, ProviderAccounts accounts) {
        this.bodies = bodies;
        this.accounts = accounts.ofOperator();
    }

    @GET
    public Response list() {
        return accounts.list();
    }

    @GET
    @Path("{name}")
    public Response account(@PathParam("name") String name) {
        return accounts.get(name);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.WILDCARD)
    public Response put(
            @Context HttpHeaders headers, @PathParam("name") String name, InputStream content) {
        try (var body = bodies.read(headers, content)) {
            return accounts.put(name, body.tree());
        }
    }

    @POST
    @Path("{name}/check")
    public Response check(@PathParam("name") String name) {
        return accounts.check(name);
    }

    @DELETE
    @Path("{name}")
    public Response delete(@PathParam("name") String name) {
        return accounts.delete(name);
    }
}
