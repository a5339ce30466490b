package dev.reelay.billing.statement;

import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.billing.statement.PostgresEntries.Start;
import dev.reelay.billing.statement.Usage.By;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `/internal/tenants/{tenant}/…`: entries and usage of one of its accounts. Times are Unix
/// seconds.
@Path("/internal")
@RunOnVirtualThread
public class StatementRoutes {
    private static final int MOST_LINES = 1001;
    private static final int MOST_GROUPS = 1000;

    private final PostgresEntries entries;
    private final PostgresUsage usage;

    StatementRoutes(PostgresEntries entries, PostgresUsage usage) {
        this.entries = entries;
        this.usage = usage;
    }

    /// Newest first.
    public record Lines(List<Line> data) {}

    /// @param below entries with a smaller number than this
    /// @param available what was available before the entry of that number, where the caller knows;
    ///   then newer entries are not read
    @GET
    @Path("/tenants/{tenant}/entries")
    public Lines entries(
            @PathParam("tenant") String tenant,
            @QueryParam("mode") @DefaultValue("live") String mode,
            @QueryParam("below") @Nullable String below,
            @QueryParam("available") @Nullable String available,
            @QueryParam("limit") @DefaultValue("100") String limit,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("kind") List<String> kinds) {
        var most = number("limit", limit);
        if (most > MOST_LINES) {
            throw new MalformedRequest("limit is above " + MOST_LINES);
        }
        var page =
                entries.page(
                        Account.read(tenant, mode),
                        TimeSpan.read(from, to),
                        kinds,
                        start(below, available),
                        Math.toIntExact(most));
        return new Lines(page);
    }

    private static Start start(@Nullable String below, @Nullable String available) {
        return below == null
                ? Start.NEWEST
                : new Start(
                        number("below", below),
                        available == null ? null : number("available", available));
    }

    private static long number(String name, String text) {
        return MalformedRequest.unlessReadable(name, text, StatementRoutes::number);
    }

    private static long number(String text) {
        var number = Long.parseLong(text);
        if (number < 0) {
            throw new IllegalArgumentException("below zero");
        }
        return number;
    }

    @GET
    @Path("/tenants/{tenant}/usage")
    public Usage usage(
            @PathParam("tenant") String tenant,
            @QueryParam("mode") @DefaultValue("live") String mode,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("by") @DefaultValue("day") String by) {
        return usage.usage(
                Account.read(tenant, mode),
                TimeSpan.read(from, to),
                MalformedRequest.unlessReadable("by", by, StatementRoutes::by),
                MOST_GROUPS);
    }

    private static By by(String word) {
        return By.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
