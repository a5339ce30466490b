package dev.reelay.billing.correction;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.billing.error.Text;
import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `/internal`: refunds and adjustments.
@Path("/internal")
@RunOnVirtualThread
public class CorrectionRoutes {
    private static final Logger LOG = Logger.getLogger(CorrectionRoutes.class);

    private final PostgresRefunds refunds;
    private final PostgresAdjustments adjustments;
    private final CorrectionConfig config;

    CorrectionRoutes(
            PostgresRefunds refunds, PostgresAdjustments adjustments, CorrectionConfig config) {
        this.refunds = refunds;
        this.adjustments = adjustments;
        this.config = config;
    }

    /// @param amount null for all that was captured
    public record RefundRequest(
            @Nullable Credits amount, String reason, @Nullable String operator) {
        public RefundRequest {
            if (amount != null && amount.micros() == 0) {
                throw new IllegalArgumentException("amount is zero");
            }
            Text.check("reason", reason, 500);
            if (operator != null) {
                Text.check("operator", operator, 100);
            }
        }
    }

    /// What stands under the refund's id.
    public record RefundAnswer(UUID id, Credits amount) {}

    @PUT
    @Path("/refunds/{job}")
    public RefundAnswer refund(@PathParam("job") String jobId, @Nullable RefundRequest request) {
        var job = MalformedRequest.unlessReadable("job", jobId, JobId::of);
        var asked = MalformedRequest.unlessPresent(request);
        var refund = refunds.refund(job, asked.amount(), asked.reason(), asked.operator());
        LOG.infof("refunded job=%s amount=%s", job, refund.amount());
        return new RefundAnswer(refund.id(), refund.amount());
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

    /// @param state `booked`, or `pending` until another operator approves
    public record AdjustmentAnswer(
            UUID id,
            long change,
            AccountMode mode,
            String state,
            String operator,
            @JsonProperty("approved_by") @Nullable String approvedBy) {
        static AdjustmentAnswer of(Adjustment adjustment) {
            return new AdjustmentAnswer(
                    adjustment.id(),
                    adjustment.change(),
                    adjustment.mode(),
                    adjustment.state().word(),
                    adjustment.operator(),
                    adjustment.approvedBy());
        }
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
                                MalformedRequest.unlessReadable("adjustment", id, UUID::fromString),
                                MalformedRequest.unlessReadable("tenant", tenantId, TenantId::of),
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
        var adjustment =
                adjustments.approve(
                        MalformedRequest.unlessReadable("adjustment", id, UUID::fromString),
                        MalformedRequest.unlessReadable("tenant", tenantId, TenantId::of),
                        by);
        return told(adjustment);
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
