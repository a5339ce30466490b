package dev.reelay.billing.margin;

import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.billing.error.Unknown;
import dev.reelay.billing.margin.Margins.By;
import dev.reelay.billing.statement.TimeSpan;
import dev.reelay.common.id.JobId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `/internal/margins` and `/internal/jobs/{job}/money`: what jobs brought and cost. Credits in
/// millionths, as ever; costs in millionths of a USD.
@Path("/internal")
@RunOnVirtualThread
public class MarginRoutes {
    private static final int LARGEST_PAGE = 1001;

    private final PostgresMargins margins;

    MarginRoutes(PostgresMargins margins) {
        this.margins = margins;
    }

    @GET
    @Path("/jobs/{job}/money")
    public JobMoney money(@PathParam("job") String job) {
        return margins.ofJob(MalformedRequest.unlessReadable("job", job, JobId::of))
                .orElseThrow(() -> new Unknown("job"));
    }

    /// Groups in the order of their names.
    ///
    /// @param after the last group seen
    @GET
    @Path("/margins")
    public Margins margins(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("by") @DefaultValue("day") String by,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        var most = MalformedRequest.unlessLimit(limit, LARGEST_PAGE);
        if (after != null && after.indexOf(0) >= 0) {
            throw new MalformedRequest("after is not readable");
        }
        return margins.margins(
                TimeSpan.read(from, to),
                MalformedRequest.unlessReadable("by", by, MarginRoutes::by),
                after,
                most);
    }

    private static By by(String word) {
        return By.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
