package dev.reelay.api.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.credit.Billing;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// `/admin/v1/ledger/proof`: whether the ledger is right, as billing recomputes it.
@Path("/admin/v1/ledger/proof")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorProof {
    private final Billing billing;

    OperatorProof(Billing billing) {
        this.billing = billing;
    }

    @GET
    public JsonNode proof() {
        return billing.proof();
    }
}
