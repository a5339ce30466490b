package dev.reelay.worker.fidelity;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.reelay.worker.fidelity.PostgresMismatches.Placed;
import dev.reelay.worker.internal.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/internal/mismatches`: clips that were not what was ordered, and whose they were.
@Path("/internal/mismatches")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class MismatchRoutes {
    private static final int USUAL = 50;
    private static final int MOST = 200;

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

    /// @param nextCursor the next `after`; null at the end
    @JsonNaming(SnakeCaseStrategy.class)
    public record Mismatches(
            String object, List<Found> data, boolean hasMore, @Nullable String nextCursor) {}

    /// The newest first.
    @GET
    public Mismatches page(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limitText) {
        var limit = Page.limit(limitText, USUAL, MOST);
        var found = mismatches.page(after == null ? null : MismatchCursor.parse(after), limit + 1);
        var page = found.subList(0, Math.min(found.size(), limit));
        var more = found.size() > limit;
        return new Mismatches(
                "list",
                page.stream().map(Placed::found).toList(),
                more,
                more ? page.getLast().cursor().toString() : null);
    }
}
