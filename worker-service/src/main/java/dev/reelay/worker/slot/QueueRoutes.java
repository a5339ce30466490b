package dev.reelay.worker.slot;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.reelay.common.id.JobId;
import dev.reelay.worker.internal.Caller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/// `/internal/tenants/…/queue`: where the tenant's jobs stand that wait for a slot.
@Path("/internal/tenants/{tenant}/queue")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class QueueRoutes {
    private final PostgresStandings standings;

    QueueRoutes(PostgresStandings standings) {
        this.standings = standings;
    }

    /// @param position 1 for the next to start
    /// @param expectedWaitSeconds until it is expected to start
    @JsonNaming(SnakeCaseStrategy.class)
    public record Place(JobId job, int position, int expectedWaitSeconds) {}

    /// Jobs that wait for nothing but a slot.
    public record All(String object, List<Place> data) {}

    @GET
    public All queue(@PathParam("tenant") String tenantId) {
        var places =
                standings.of(Caller.tenant(tenantId)).entrySet().stream()
                        .map(
                                one ->
                                        new Place(
                                                one.getKey(),
                                                one.getValue().position(),
                                                one.getValue().waitSeconds()))
                        .toList();
        return new All("list", places);
    }
}
