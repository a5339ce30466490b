package dev.reelay.billing.hold;

import dev.reelay.billing.error.Conflict;
import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.jspecify.annotations.Nullable;

/// `/internal/holds`: place and void, both as often as the caller likes.
@Path("/internal/holds/{job}")
@RunOnVirtualThread
public class HoldRoutes {
    private final PlaceHold placing;
    private final PostgresHolds holds;
    private final MeterRegistry metrics;

    HoldRoutes(PlaceHold placing, PostgresHolds holds, MeterRegistry metrics) {
        this.placing = placing;
        this.holds = holds;
        this.metrics = metrics;
    }

    @PUT
    public HoldAnswer place(@PathParam("job") String jobId, @Nullable HoldRequest request) {
        var job = MalformedRequest.unlessReadable("job", jobId, JobId::of);
        var answer = placing.place(job, MalformedRequest.unlessPresent(request));
        metrics.counter("reelay.holds", "outcome", answer.word()).increment();
        return answer;
    }

    /// Whose job is given up.
    public record VoidRequest(TenantId tenant) {
        @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
        public VoidRequest {
            if (tenant == null || tenant.value() == null) {
                throw new IllegalArgumentException("tenant is missing");
            }
        }
    }

    /// What stands under the job's id now.
    public record VoidAnswer(String state) {}

    @POST
    @Path("/void")
    public VoidAnswer giveUp(@PathParam("job") String jobId, @Nullable VoidRequest request) {
        var job = MalformedRequest.unlessReadable("job", jobId, JobId::of);
        var tenant = MalformedRequest.unlessPresent(request).tenant();
        var hold = holds.voidHold(job, tenant);
        if (!hold.tenant().equals(tenant)) {
            throw new Conflict("this id is another tenant's");
        }
        return new VoidAnswer(hold.state().word());
    }
}
