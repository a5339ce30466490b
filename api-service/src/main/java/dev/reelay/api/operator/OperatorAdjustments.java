package dev.reelay.api.operator;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.credit.Adjustment;
import dev.reelay.api.credit.Adjustments;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/adjustments`: those of all tenants, to see which of them wait.
@Path("/admin/v1/adjustments")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorAdjustments {
    private static final Set<String> STATES = Set.of("pending", "booked", "rejected");

    private final Adjustments adjustments;

    OperatorAdjustments(Adjustments adjustments) {
        this.adjustments = adjustments;
    }

    @GET
    public OperatorPage<AdjustmentView> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        if (state != null && !STATES.contains(state)) {
            throw invalid("state", "must be pending, booked or rejected");
        }
        var most = OperatorPaging.limit(limit);
        var found =
                adjustments.page(
                        state, after == null ? null : OperatorPaging.cursor(after), most + 1);
        return OperatorPage.of(found, most, Adjustment::id, AdjustmentView::of);
    }
}
