package dev.reelay.worker.fidelity;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;

/// `/internal/mismatches`: the last clips that were not what was ordered, and whose they were.
@Path("/internal/mismatches")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class MismatchRoutes {
    private static final int MOST = 100;

    private final PostgresMismatches mismatches;

    MismatchRoutes(PostgresMismatches mismatches) {
        this.mismatches = mismatches;
    }

    /// @param output 0-based index among the job's outputs
    /// @param delivered whether the tenant has the clip all the same
    /// @param model the provider's name for it
    @JsonNaming(SnakeCaseStrategy.class)
    public record Found(
            String object,
            UUID job,
            UUID tenant,
            int output,
            boolean delivered,
            String provider,
            String account,
            String model,
            List<Mismatch> mismatches,
            String endedAt) {}

    public record All(String object, List<Found> data) {}

    @GET
    public All newest() {
        return new All("list", mismatches.newest(MOST));
    }
}
