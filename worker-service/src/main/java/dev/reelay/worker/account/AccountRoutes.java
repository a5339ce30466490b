package dev.reelay.worker.account;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/// `/internal/accounts`: the operator's accounts at upstreams.
@Path("/internal/accounts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class AccountRoutes {
    private final KeepAccounts accounts;

    AccountRoutes(KeepAccounts accounts) {
        this.accounts = accounts;
    }

    @GET
    public KeepAccounts.All list() {
        return accounts.all(null);
    }

    @GET
    @Path("{name}")
    public AccountView account(@PathParam("name") String name) {
        return accounts.account(own(name));
    }

    @PUT
    @Path("{name}")
    public AccountView put(@PathParam("name") String name, @Nullable String body) {
        return accounts.put(new AccountName(name, null), AccountChange.read(body));
    }

    @POST
    @Path("{name}/check")
    public KeepAccounts.CheckView check(@PathParam("name") String name) {
        return accounts.check(own(name));
    }

    @DELETE
    @Path("{name}")
    public KeepAccounts.Deleted remove(@PathParam("name") String name) {
        return accounts.remove(own(name));
    }

    private static AccountName own(String name) {
        return AccountName.existing(name, null);
    }
}
