package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.error.GatewayException;
import dev.reelay.api.event.EventId;
import dev.reelay.api.event.Stream;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.key.Scope;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Answers with events as they come, as long as the client and its key are there.
@Singleton
final class AnswerStream {
    static final String MEDIA_TYPE = "text/event-stream";
    static final String LAST_SEEN = "Last-Event-ID";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final IdentifyCaller callers;

    AnswerStream(IdentifyCaller callers) {
        this.callers = callers;
    }

    /// The last event that the client says it saw; null where it says nothing.
    static @Nullable EventId lastSeen(HttpHeaders headers) {
        var id = headers.getHeaderString(LAST_SEEN);
        return id == null ? null : event(LAST_SEEN, id);
    }

    static EventId event(String field, String id) {
        return EventId.parse(id.strip())
                .orElseThrow(() -> invalid(field, "is not the id of an event"));
    }

    /// @param key as the client sent it
    /// @param before the event after which the stream begins; null where it begins with the first
    Response of(
            Stream stream,
            RoutingContext exchange,
            @Nullable String key,
            @Nullable EventId before) {
        exchange.addEndHandler(_ -> stream.close());
        if (stream.isOver()) {
            stream.close();
            // The one status at which a browser does not connect again.
            return Response.noContent().build();
        }
        return Response.ok(output(stream, exchange, key, before), MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private StreamingOutput output(
            Stream stream,
            RoutingContext exchange,
            @Nullable String key,
            @Nullable EventId before) {
        return _ -> {
            try (stream) {
                var events =
                        new ServerSentEvents(exchange.response(), () -> mayRead(key), PATIENCE);
                if (before != null) {
                    events.beginAfter(before);
                }
                stream.to(events);
            }
        };
    }

    /// Asked now and then: a key may be revoked while its stream is open.
    private boolean mayRead(@Nullable String key) {
        try {
            callers.stillCaller(key, Scope.JOBS_READ);
            return true;
        } catch (GatewayException e) {
            return false;
        }
    }
}
