package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.credit.Books;
import dev.reelay.api.credit.Entry;
import dev.reelay.api.credit.EntryQuery;
import dev.reelay.api.credit.TimeSpan;
import dev.reelay.api.credit.Usage;
import dev.reelay.api.csv.Csv;
import dev.reelay.api.key.Caller;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.key.KeyId;
import dev.reelay.api.key.Scope;
import dev.reelay.api.tenant.WorkspaceId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/v1/credits/entries` and `/v1/usage`: where the credits went.
@Path("/v1")
@RunOnVirtualThread
public final class OpenAiStatement {
    private final IdentifyCaller callers;
    private final Books books;

    OpenAiStatement(IdentifyCaller callers, Books books) {
        this.callers = callers;
        this.books = books;
    }

    @GET
    @Path("credits/entries")
    @Produces({MediaType.APPLICATION_JSON, Csv.MEDIA_TYPE})
    public Response entries(@Context HttpHeaders headers, @Context UriInfo uri) {
        var caller = caller(headers);
        var asked = uri.getQueryParameters();
        var query = EntryQuery.read(asked);
        return Csv.isAsked(asked.getFirst("format"), headers)
                ? csv(caller, query)
                : page(caller, query);
    }

    private Response page(Caller caller, EntryQuery query) {
        var found = books.entries(caller.tenant(), caller.mode(), query);
        return Response.ok(
                        OpenAiPage.of(found, query.limit(), Entry::id, OpenAiEntry::of),
                        MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private Response csv(Caller caller, EntryQuery query) {
        return EntriesCsv.file(last -> books.next(caller.tenant(), caller.mode(), query, last));
    }

    /// @param groupBy what the groups are: `day`, `model`, `key`, `workspace` or `user`
    public record UsageView(
            String object, String groupBy, SumView total, List<SumView> data, boolean hasMore) {}

    /// @param group null in the total
    public record SumView(
            @Nullable String group,
            long videos,
            long clips,
            long seconds,
            String captured,
            String refunded) {
        static SumView of(Usage.Sum sum, @Nullable String group) {
            return new SumView(
                    group,
                    sum.videos(),
                    sum.clips(),
                    sum.seconds(),
                    sum.captured().toString(),
                    sum.refunded().toString());
        }
    }

    @GET
    @Path("usage")
    @Produces(MediaType.APPLICATION_JSON)
    public UsageView usage(@Context HttpHeaders headers, @Context UriInfo uri) {
        var caller = caller(headers);
        var asked = uri.getQueryParameters();
        var by = by(asked.getFirst("group_by"));
        var usage = books.usage(caller.tenant(), caller.mode(), TimeSpan.read(asked), by);
        return new UsageView(
                "usage",
                word(by),
                SumView.of(usage.total(), null),
                usage.groups().stream().map(sum -> SumView.of(sum, group(sum, by))).toList(),
                usage.more());
    }

    /// Keys and workspaces are named as their own routes name them.
    private static @Nullable String group(Usage.Sum sum, Usage.By by) {
        var group = sum.group();
        if (group == null) {
            return null;
        }
        return switch (by) {
            case DAY, MODEL, USER -> group;
            case KEY -> KeyId.text(UUID.fromString(group));
            case WORKSPACE -> WorkspaceId.text(UUID.fromString(group));
        };
    }

    private static Usage.By by(@Nullable String word) {
        return word == null
                ? Usage.By.DAY
                : Arrays.stream(Usage.By.values())
                        .filter(by -> word(by).equals(word))
                        .findFirst()
                        .orElseThrow(OpenAiStatement::unknownGroup);
    }

    private static RuntimeException unknownGroup() {
        var words =
                Arrays.stream(Usage.By.values())
                        .map(OpenAiStatement::word)
                        .collect(Collectors.joining(", "));
        return invalid("group_by", "must be one of " + words);
    }

    private static String word(Usage.By by) {
        return by.name().toLowerCase(Locale.ROOT);
    }

    private Caller caller(HttpHeaders headers) {
        return callers.caller(
                headers.getHeaderString(HttpHeaders.AUTHORIZATION), Scope.BILLING_READ);
    }
}
