package dev.reelay.billing.hold;

import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/internal/holds`: which jobs there are holds for, by the time of their acceptance. The api asks
/// after it was set back, for those that it has forgotten.
@Path("/internal/holds")
@RunOnVirtualThread
public class HoldsRoute {
    private static final int LARGEST_PAGE = 1000;

    private final PostgresHolds holds;

    HoldsRoute(PostgresHolds holds) {
        this.holds = holds;
    }

    /// What stands under a job's id.
    public record Standing(JobId job, TenantId tenant, Hold.State state) {}

    /// A page, in the order of ids; one that is not full is the last.
    public record Page(List<Standing> data) {}

    /// @param after the last id seen, or the least that can be meant
    /// @param until the least id that is not meant any more
    @GET
    public Page list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("until") @Nullable String until,
            @QueryParam("limit") @DefaultValue("500") String limit) {
        return new Page(
                holds
                        .between(
                                id("after", after),
                                id("until", until),
                                MalformedRequest.unlessLimit(limit, LARGEST_PAGE))
                        .stream()
                        .map(hold -> new Standing(hold.job(), hold.tenant(), hold.state()))
                        .toList());
    }

    private static JobId id(String name, @Nullable String text) {
        return MalformedRequest.unlessReadable(name, String.valueOf(text), JobId::of);
    }
}
