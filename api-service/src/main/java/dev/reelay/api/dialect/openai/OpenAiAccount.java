package dev.reelay.api.dialect.openai;

import dev.reelay.api.credit.Billing;
import dev.reelay.api.dialect.ChooseDialect;
import dev.reelay.api.dialect.Dialect;
import dev.reelay.api.key.Caller;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.key.Scope;
import dev.reelay.api.request.Address;
import dev.reelay.common.catalogue.Catalogue;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/// `/v1/models` and `/v1/credits`: what there is to use.
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiAccount {
    private final IdentifyCaller callers;
    private final Catalogue catalogue;
    private final Billing billing;
    private final ChooseDialect choose;
    private final Dialect usual;

    OpenAiAccount(
            IdentifyCaller callers,
            Catalogue catalogue,
            Billing billing,
            ChooseDialect choose,
            OpenAiDialect usual) {
        this.choose = choose;
        this.usual = usual;
        this.callers = callers;
        this.catalogue = catalogue;
        this.billing = billing;
    }

    @GET
    @Path("models")
    public Object models(
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            @Context UriInfo uri) {
        var caller = caller(headers, Scope.JOBS_READ);
        var address = Address.of(request);
        var dialect =
                address.prefix().isEmpty()
                        ? choose.byKey(caller, address.path()).orElse(usual)
                        : usual;
        return dialect.models(caller.seen(catalogue), uri.getQueryParameters());
    }

    @GET
    @Path("credits")
    public OpenAiCredits credits(@Context HttpHeaders headers) {
        var caller = caller(headers, Scope.BILLING_READ);
        return OpenAiCredits.of(
                billing.balance(caller.tenant(), caller.mode()),
                billing.expiring(caller.tenant(), caller.mode()));
    }

    private Caller caller(HttpHeaders headers, Scope scope) {
        return callers.caller(headers.getHeaderString(HttpHeaders.AUTHORIZATION), scope);
    }
}
