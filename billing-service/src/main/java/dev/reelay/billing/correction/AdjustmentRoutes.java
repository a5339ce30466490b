package dev.reelay.billing.correction;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.billing.correction.Adjustment.Rejection;
import dev.reelay.billing.correction.Adjustment.State;
import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.billing.error.Text;
import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `/internal`: adjustments of balances, and which of them wait.
@Path("/internal")
@RunOnVirtualThread
public class AdjustmentRoutes {
    private static final Logger LOG = Logger.getLogger(AdjustmentRoutes.class);
    private static final int LARGEST_PAGE = 201;

    private final PostgresAdjustments adjustments;
    private final CorrectionConfig config;

    AdjustmentRoutes(PostgresAdjustments adjustments, CorrectionConfig config) {
        this.adjustments = adjustments;
        this.config = config;
    }

    /// @param change micro-credits, below zero to take some back; at most a billion credits
    public record AdjustmentRequest(long change, String reason, AccountMode mode, String operator) {
        private static final long MOST = Credits.of("1000000000").micros();

        @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
        public AdjustmentRequest {
            if (change == 0 || change > MOST || change < -MOST) {
                throw new IllegalArgumentException("change is zero or impossible");
            }
            if (mode == null) {
                throw new IllegalArgumentException("mode is live or test");
            }
            Text.check("reason", reason, 500);
            Text.check("operator", operator, 100);
        }
    }

    /// @param state `booked`, `pending` until another operator approves, or `rejected`
    /// @param rejection why it was rejected
    public record AdjustmentAnswer(
            UUID id,
            TenantId tenant,
            long change,
            AccountMode mode,
            String reason,
            String state,
            String operator,
            @JsonProperty("approved_by") @Nullable String approvedBy,
            @JsonProperty("rejected_by") @Nullable String rejectedBy,
            @Nullable String rejection,
            @JsonProperty("created_at") @Nullable Instant createdAt) {
        static AdjustmentAnswer of(Adjustment adjustment) {
            var rejection = adjustment.rejection();
            return new AdjustmentAnswer(
                    adjustment.id(),
                    adjustment.tenant(),
                    adjustment.change(),
                    adjustment.mode(),
                    adjustment.reason(),
                    adjustment.state().word(),
                    adjustment.operator(),
                    adjustment.approvedBy(),
                    rejection == null ? null : rejection.by(),
                    rejection == null ? null : rejection.reason(),
                    adjustment.createdAt());
        }
    }

    /// The newest first.
    public record Page(List<AdjustmentAnswer> data) {}

    /// Of all tenants.
    ///
    /// @param state none for any
    /// @param after the id of the last one seen
    @GET
    @Path("/adjustments")
    public Page page(
            @QueryParam("state") @Nullable String state,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        var most = MalformedRequest.unlessLimit(limit, LARGEST_PAGE);
        var found =
                adjustments.page(
                        state == null
                                ? null
                                : MalformedRequest.unlessReadable("state", state, State::of),
                        after == null
                                ? null
                                : MalformedRequest.unlessReadable("after", after, UUID::fromString),
                        most);
        return new Page(found.stream().map(AdjustmentAnswer::of).toList());
    }

    @GET
    @Path("/tenants/{tenant}/adjustments/{adjustment}")
    public AdjustmentAnswer adjustment(
            @PathParam("tenant") String tenantId, @PathParam("adjustment") String id) {
        return AdjustmentAnswer.of(adjustments.find(id(id), tenant(tenantId)));
    }

    @PUT
    @Path("/tenants/{tenant}/adjustments/{adjustment}")
    public AdjustmentAnswer adjust(
            @PathParam("tenant") String tenantId,
            @PathParam("adjustment") String id,
            @Nullable AdjustmentRequest request) {
        var asked = MalformedRequest.unlessPresent(request);
        var adjustment =
                adjustments.ask(
                        Adjustment.asked(
                                id(id),
                                tenant(tenantId),
                                asked.mode(),
                                asked.change(),
                                asked.reason(),
                                asked.operator(),
                                config.adjustmentAlone()));
        return told(adjustment);
    }

    /// Who approves.
    public record Approval(String operator) {
        public Approval {
            Text.check("operator", operator, 100);
        }
    }

    @POST
    @Path("/tenants/{tenant}/adjustments/{adjustment}/approve")
    public AdjustmentAnswer approve(
            @PathParam("tenant") String tenantId,
            @PathParam("adjustment") String id,
            @Nullable Approval approval) {
        var by = MalformedRequest.unlessPresent(approval).operator();
        var adjustment = adjustments.approve(id(id), tenant(tenantId), by);
        return told(adjustment);
    }

    /// Who rejects, and why.
    public record Refusal(String operator, String reason) {
        public Refusal {
            Text.check("operator", operator, 100);
            Text.check("reason", reason, 500);
        }
    }

    @POST
    @Path("/tenants/{tenant}/adjustments/{adjustment}/reject")
    public AdjustmentAnswer reject(
            @PathParam("tenant") String tenantId,
            @PathParam("adjustment") String id,
            @Nullable Refusal refusal) {
        var by = MalformedRequest.unlessPresent(refusal);
        return told(
                adjustments.reject(
                        id(id), tenant(tenantId), new Rejection(by.operator(), by.reason())));
    }

    private static UUID id(String text) {
        return MalformedRequest.unlessReadable("adjustment", text, UUID::fromString);
    }

    private static TenantId tenant(String text) {
        return MalformedRequest.unlessReadable("tenant", text, TenantId::of);
    }

    private static AdjustmentAnswer told(Adjustment adjustment) {
        LOG.infof(
                "balance adjusted adjustment=%s tenant=%s change=%s state=%s",
                adjustment.id(),
                adjustment.tenant(),
                adjustment.change(),
                adjustment.state().word());
        return AdjustmentAnswer.of(adjustment);
    }
}
