package dev.reelay.api.console;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.credit.Billing;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.request.PublicConfig;
import dev.reelay.api.tenant.PostgresTenants;
import dev.reelay.common.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// `/console/tenants…` and `/console/ledger`: what operators see.
@Path("/console")
@RunOnVirtualThread
public final class ConsoleTenants {
    private static final int OF_A_PAGE = 50;

    private final Show show;
    private final PostgresTenants tenants;
    private final Billing billing;
    private final ReadAccount accounts;
    private final PublicConfig place;

    ConsoleTenants(
            Show show,
            PostgresTenants tenants,
            Billing billing,
            ReadAccount accounts,
            PublicConfig place) {
        this.show = show;
        this.tenants = tenants;
        this.billing = billing;
        this.accounts = accounts;
        this.place = place;
    }

    /// @param after the tenant behind which the page begins; null for the newest
    @GET
    @Path("tenants")
    public Response tenants(@QueryParam("after") @Nullable String after) {
        return show.toOperator((_, who) -> Pages.tenants(who, page(after)));
    }

    private TenantsView page(@Nullable String after) {
        var begin =
                after == null
                        ? null
                        : TenantId.parse(after)
                                .orElseThrow(() -> invalid("after", "must be a tenant's id"));
        var found = tenants.page(begin, OF_A_PAGE + 1);
        var shown = found.subList(0, Math.min(found.size(), OF_A_PAGE));
        return new TenantsView(
                shown.stream().map(TenantsView.Line::of).toList(),
                found.size() > shown.size() ? shown.getLast().id().toString() : null,
                curl());
    }

    private String curl() {
        return """
               curl -s %s/admin/v1/tenants -H "Authorization: Bearer $REELAY_ADMIN_TOKEN" \\
                 -H "Content-Type: application/json" -d '{"name":"my first","plan":"pro"}'
               """
                .formatted(place.base());
    }

    @GET
    @Path("tenants/{tenant}")
    public Response tenant(@PathParam("tenant") String tenant) {
        return show.toOperator(
                (_, who) -> Pages.account(who, accounts.forOperator(existing(tenant))));
    }

    @GET
    @Path("tenants/{tenant}/videos/{video}")
    public Response video(@PathParam("tenant") String tenant, @PathParam("video") String video) {
        return show.toOperator(
                (_, who) -> {
                    var id = existing(tenant);
                    return Pages.video(
                            who, accounts.video(id, video, false), "/console/tenants/" + id);
                });
    }

    @GET
    @Path("ledger")
    public Response ledger() {
        return show.toOperator((_, who) -> Pages.ledger(who, ProofView.of(billing.proof())));
    }

    private static TenantId existing(String text) {
        return TenantId.parse(text)
                .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("tenant")));
    }
}
