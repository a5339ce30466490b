package dev.reelay.worker.account;

import dev.reelay.address.AddressPolicy;
import dev.reelay.worker.internal.Caller;
import dev.reelay.worker.internal.Members;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/internal/tenants/…/accounts`: a tenant's own accounts at upstreams, which render for it alone.
@Path("/internal/tenants/{tenant}/accounts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class TenantAccountRoutes {
    private static final Set<String> MEMBERS_OF_NEW =
            AccountChange.with(AccountChange.MEMBERS_OF_TENANT, "name");
    private static final int LONGEST_NAME = 63;
    private static final int RANDOM_BYTES = 4;

    private final KeepAccounts accounts;
    private final AddressPolicy addresses;
    private final SecureRandom random = new SecureRandom();

    TenantAccountRoutes(KeepAccounts accounts, AddressPolicy addresses) {
        this.accounts = accounts;
        this.addresses = addresses;
    }

    @GET
    public KeepAccounts.All list(@PathParam("tenant") String tenant) {
        return accounts.all(Caller.tenant(tenant));
    }

    /// Under a name of ours where none is given.
    @POST
    public Response make(@PathParam("tenant") String tenant, @Nullable String body) {
        var members = Members.of(body, MEMBERS_OF_NEW);
        var name =
                new AccountName(
                        members.text("name", LONGEST_NAME).orElseGet(this::anyName),
                        Caller.tenant(tenant));
        var change = AccountChange.ofTenant(members, addresses, null);
        return Response.status(Response.Status.CREATED).entity(accounts.make(name, change)).build();
    }

    private String anyName() {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return "account-" + HexFormat.of().formatHex(bytes);
    }

    @GET
    @Path("{name}")
    public AccountView account(@PathParam("tenant") String tenant, @PathParam("name") String name) {
        return accounts.account(own(tenant, name));
    }

    /// What is left out stays.
    @PATCH
    @Path("{name}")
    public AccountView change(
            @PathParam("tenant") String tenant,
            @PathParam("name") String name,
            @Nullable String body) {
        var members = Members.of(body, AccountChange.MEMBERS_OF_TENANT);
        return accounts.change(
                own(tenant, name), now -> AccountChange.ofTenant(members, addresses, now));
    }

    @POST
    @Path("{name}/check")
    public KeepAccounts.CheckView check(
            @PathParam("tenant") String tenant, @PathParam("name") String name) {
        return accounts.check(own(tenant, name));
    }

    @DELETE
    @Path("{name}")
    public KeepAccounts.Deleted remove(
            @PathParam("tenant") String tenant, @PathParam("name") String name) {
        return accounts.remove(own(tenant, name));
    }

    private static AccountName own(String tenant, String name) {
        return AccountName.existing(name, Caller.tenant(tenant));
    }
}
