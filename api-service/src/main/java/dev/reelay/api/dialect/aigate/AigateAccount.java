package dev.reelay.api.dialect.aigate;

import dev.reelay.api.credit.Billing;
import dev.reelay.api.dialect.ModelList;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.key.Caller;
import dev.reelay.api.key.Scope;
import dev.reelay.api.submission.ModelFor;
import dev.reelay.common.catalogue.Catalogue;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/// What there is to use, and what is left to spend.
@Path(AigateDialect.ROOT + "/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class AigateAccount {
    private final ReadCall calls;
    private final Catalogue catalogue;
    private final ModelFor models;
    private final Billing billing;

    AigateAccount(ReadCall calls, Catalogue catalogue, ModelFor models, Billing billing) {
        this.calls = calls;
        this.catalogue = catalogue;
        this.models = models;
        this.billing = billing;
    }

    /// All models; with a key those that it may use.
    @GET
    @Path("models")
    public ModelList models(@Context HttpHeaders headers) {
        var all = AigateDialect.listed(catalogue);
        if (headers.getHeaderString(HttpHeaders.AUTHORIZATION) == null) {
            return all;
        }
        var caller = calls.caller(headers, Scope.JOBS_READ);
        return new ModelList(
                all.object(), all.data().stream().filter(m -> isFor(caller, m.id())).toList());
    }

    private boolean isFor(Caller caller, String id) {
        return catalogue
                .find(AigateDialect.ID, id)
                .map(model -> models.mayUse(caller, model))
                .orElse(false);
    }

    /// In credits, as decimal strings.
    ///
    /// @param balance what can be spent
    public record Credits(
            String object, String currency, String balance, String held, String spent) {}

    @GET
    @Path("balance")
    public Credits balance(@Context HttpHeaders headers) {
        var caller = calls.caller(headers, Scope.BILLING_READ);
        var balance = billing.balance(caller.tenant(), caller.mode());
        return new Credits(
                "balance",
                "credits",
                balance.available().toString(),
                balance.held().toString(),
                balance.spent().toString());
    }
}
