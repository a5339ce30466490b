package dev.reelay.billing.correction;

import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.billing.error.Text;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `/internal/refunds`: what jobs were charged is given back.
@Path("/internal/refunds")
@RunOnVirtualThread
public class RefundRoutes {
    private static final Logger LOG = Logger.getLogger(RefundRoutes.class);

    private final PostgresRefunds refunds;

    RefundRoutes(PostgresRefunds refunds) {
        this.refunds = refunds;
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
    @Path("/{job}")
    public RefundAnswer refund(@PathParam("job") String jobId, @Nullable RefundRequest request) {
        var job = MalformedRequest.unlessReadable("job", jobId, JobId::of);
        var asked = MalformedRequest.unlessPresent(request);
        var refund = refunds.refund(job, asked.amount(), asked.reason(), asked.operator());
        LOG.infof("refunded job=%s amount=%s", job, refund.amount());
        return new RefundAnswer(refund.id(), refund.amount());
    }
}
