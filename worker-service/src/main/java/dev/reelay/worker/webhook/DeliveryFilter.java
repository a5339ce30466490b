package dev.reelay.worker.webhook;

import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.HexId;
import dev.reelay.worker.endpoint.EndpointEvents;
import dev.reelay.worker.internal.Members;
import dev.reelay.worker.internal.Refused.Invalid;
import dev.reelay.worker.internal.Times;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// Which of a tenant's deliveries are meant. Null: any.
record DeliveryFilter(
        @Nullable EndpointId endpoint,
        @Nullable String state,
        @Nullable List<String> types,
        @Nullable String event,
        @Nullable UUID job,
        @Nullable Instant since,
        @Nullable Instant until) {
    private static final Set<String> ENDED = Set.of("delivered", "exhausted");
    private static final Set<String> STATES = Set.of("due", "retrying", "delivered", "exhausted");
    private static final Set<String> REPLAY =
            Set.of("endpoint", "state", "types", "since", "until", "dry_run");
    private static final int LONGEST = 100;

    /// The condition that {@link #bind} gives its values to; the delivery is `d`.
    static final String CONDITION =
            """
            d.tenant_id = :tenant
            and (cast(:endpoint as uuid) is null or d.endpoint_id = cast(:endpoint as uuid))
            and (cast(:state as text) is null or d.state = cast(:state as text))
            and (cast(:types as text[]) is null or d.type = any(cast(:types as text[])))
            and (cast(:event as text) is null or d.event_id = cast(:event as text))
            and (cast(:job as uuid) is null or d.job_id = cast(:job as uuid))
            and (cast(:since as timestamptz) is null or d.created_at >= cast(:since as timestamptz))
            and (cast(:until as timestamptz) is null or d.created_at < cast(:until as timestamptz))
            """;

    /// Of a list's parameters. Throws {@link Invalid}.
    static DeliveryFilter ofQuery(MultivaluedMap<String, String> query) {
        return new DeliveryFilter(
                given(query, "endpoint").map(DeliveryFilter::endpoint).orElse(null),
                given(query, "state").map(text -> oneOf("state", text, STATES)).orElse(null),
                given(query, "type")
                        .map(text -> List.of(oneOf("type", text, allTypes())))
                        .orElse(null),
                given(query, "event").map(DeliveryFilter::event).orElse(null),
                given(query, "job").map(DeliveryFilter::job).orElse(null),
                given(query, "since").map(text -> Times.read("since", text)).orElse(null),
                given(query, "until").map(text -> Times.read("until", text)).orElse(null));
    }

    private static Optional<String> given(MultivaluedMap<String, String> query, String name) {
        return Optional.ofNullable(query.getFirst(name));
    }

    /// What is to be sent again: what was given up, where nothing else is said. Throws {@link
    /// Invalid}.
    static DeliveryFilter ofReplay(Members members) {
        return new DeliveryFilter(
                members.text("endpoint", LONGEST).map(DeliveryFilter::endpoint).orElse(null),
                members.text("state", LONGEST)
                        .map(text -> oneOf("state", text, ENDED))
                        .orElse("exhausted"),
                members.words("types", EndpointEvents.ALL).orElse(null),
                null,
                null,
                members.time("since").orElse(null),
                members.time("until").orElse(null));
    }

    static Members replay(@Nullable String body) {
        return Members.of(body, REPLAY);
    }

    private static Set<String> allTypes() {
        var types = new TreeSet<>(EndpointEvents.ALL);
        types.add(EndpointEvents.TEST);
        return types;
    }

    private static String oneOf(String field, String text, Set<String> allowed) {
        if (!allowed.contains(text)) {
            throw new Invalid(field, "must be one of " + String.join(", ", new TreeSet<>(allowed)));
        }
        return text;
    }

    private static EndpointId endpoint(String text) {
        return EndpointId.parse(text)
                .orElseThrow(() -> new Invalid("endpoint", "must be the id of an endpoint"));
    }

    private static String event(String text) {
        return HexId.parse("evt_", text)
                .map(_ -> text)
                .orElseThrow(() -> new Invalid("event", "must be the id of an event"));
    }

    private static UUID job(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new Invalid("job", "must be a UUID");
        }
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        return statement
                .bindByType("endpoint", of(endpoint, EndpointId::value), UUID.class)
                .bind("state", state)
                .bindByType("types", of(types, all -> all.toArray(String[]::new)), String[].class)
                .bind("event", event)
                .bindByType("job", job, UUID.class)
                .bind("since", since)
                .bind("until", until);
    }

    private static <A, B> @Nullable B of(@Nullable A value, Function<A, B> as) {
        return Stream.ofNullable(value).map(as).findFirst().orElse(null);
    }
}
