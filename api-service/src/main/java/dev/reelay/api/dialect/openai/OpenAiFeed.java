package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.reelay.api.event.Event;
import dev.reelay.api.event.EventId;
import dev.reelay.api.event.Place;
import dev.reelay.api.event.PostgresFeed;
import dev.reelay.api.event.StreamEvents;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.key.Scope;
import dev.reelay.common.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `/v1/events`: all that happens to a tenant, by pages or as server-sent events.
@Path("/v1/events")
@RunOnVirtualThread
public final class OpenAiFeed {
    private static final int AT_ONCE = 100;

    private final IdentifyCaller callers;
    private final PostgresFeed feed;
    private final StreamEvents streams;
    private final AnswerStream answer;

    OpenAiFeed(
            IdentifyCaller callers, PostgresFeed feed, StreamEvents streams, AnswerStream answer) {
        this.callers = callers;
        this.feed = feed;
        this.streams = streams;
        this.answer = answer;
    }

    /// An event as the log has it, byte for byte.
    public record Line(@JsonValue @JsonRawValue String body) {}

    @GET
    public Response events(
            @Context HttpHeaders headers,
            @Context RoutingContext exchange,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("types") @Nullable String types,
            @QueryParam("wait") @Nullable String wait) {
        var key = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        var tenant = callers.caller(key, Scope.JOBS_READ).tenant();
        var query = OpenAiFeedQuery.read(after, limit, types, wait);
        return wantsStream(headers)
                ? follow(tenant, query, headers, exchange)
                : Response.ok(page(tenant, query, key, exchange), MediaType.APPLICATION_JSON_TYPE)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build();
    }

    /// Whoever does not say so reads JSON, `*/*` included.
    private static boolean wantsStream(HttpHeaders headers) {
        var accept = Objects.requireNonNullElse(headers.getHeaderString(HttpHeaders.ACCEPT), "");
        return Arrays.stream(accept.split(",", -1))
                .map(one -> one.split(";", 2)[0].strip())
                .anyMatch(AnswerStream.MEDIA_TYPE::equalsIgnoreCase);
    }

    /// A browser that comes back names the last event it saw beside the address it began with.
    private Response follow(
            TenantId tenant, OpenAiFeedQuery query, HttpHeaders headers, RoutingContext exchange) {
        var seen = AnswerStream.lastSeen(headers);
        var field = seen == null ? "after" : AnswerStream.LAST_SEEN;
        var after = seen == null ? query.after() : seen;
        var key = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (after != null) {
            var place = place(tenant, field, after);
            return answer.of(
                    streams.stream(tenant, place, query.types(), AT_ONCE), exchange, key, null);
        }
        var newest = feed.newest(tenant);
        var place = newest.map(Event::place).orElse(Place.START);
        return answer.of(
                streams.stream(tenant, place, query.types(), AT_ONCE),
                exchange,
                key,
                newest.map(Event::id).orElse(null));
    }

    private Place place(TenantId tenant, String field, EventId after) {
        return feed.place(tenant, after)
                .orElseThrow(
                        () ->
                                invalid(
                                        field,
                                        "names no event that is still kept; without it a list"
                                                + " begins with the oldest event and a stream with the"
                                                + " next one"));
    }

    private OpenAiPage<Line> page(
            TenantId tenant, OpenAiFeedQuery query, @Nullable String key, RoutingContext exchange) {
        var after = query.after();
        var place = after == null ? Place.START : place(tenant, "after", after);
        var found = found(tenant, place, query, exchange);
        if (!query.patience().isZero()) {
            // The key may have been revoked meanwhile.
            callers.stillCaller(key, Scope.JOBS_READ);
        }
        return OpenAiPage.of(
                found,
                query.limit(),
                event -> event.id().toString(),
                event -> new Line(event.body()));
    }

    /// One more than is shown, where there are so many.
    private List<Event> found(
            TenantId tenant, Place place, OpenAiFeedQuery query, RoutingContext exchange) {
        var most = query.limit() + 1;
        if (query.patience().isZero()) {
            return feed.beyond(tenant, place, query.types(), most);
        }
        try (var stream = streams.stream(tenant, place, query.types(), most)) {
            exchange.addEndHandler(_ -> stream.close());
            return stream.next(query.patience());
        }
    }
}
