package dev.reelay.worker.webhook;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.reelay.common.id.DeliveryId;
import dev.reelay.common.id.EndpointId;
import dev.reelay.worker.endpoint.PostgresEndpointHealth;
import dev.reelay.worker.endpoint.PostgresEndpointHealth.Seen;
import dev.reelay.worker.endpoint.PostgresEndpointHealth.Verdict;
import dev.reelay.worker.webhook.DeliveryMachine.Next;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Keeps what came of attempts, and with it what is known of endpoints and destinations.
@Singleton
class PostgresAttempts {
    /// A success always counts; that somebody else is trying again does not change that it is
    /// there. A failure counts if nobody else recorded one in between.
    private static final String KEEP =
            """
            with came as (
              select * from unnest(:ids, :tenants, :made, :states, :pauses, :starts, :millis,
                                   :statuses, :errors, :answers)
                as t(id, tenant_id, made, state, pause, started_at, millis, status, error, answer)),
            stepped as (
              update delivery d
                 set state = c.state, attempts = d.attempts + 1, claimed_until = null,
                     due_at = case when c.state = 'retrying'
                                   then now() + c.pause * interval '1 ms' end,
                     ended_at = case when c.state <> 'retrying' then now() end,
                     last_status = c.status, last_error = c.error
                from came c
               where d.id = c.id and d.tenant_id = c.tenant_id and d.state in ('due', 'retrying')
                 and (c.state = 'delivered' or d.attempts = c.made)
              returning d.id, d.attempts)
            insert into delivery_attempt (delivery_id, attempt, tenant_id, started_at, millis,
                                          status, error, answer)
            select s.id, s.attempts, c.tenant_id, c.started_at, c.millis, c.status, c.error,
                   decode(c.answer, 'hex')
              from stepped s join came c on c.id = s.id
            returning delivery_id
            """;

    private final Jdbi jdbi;
    private final PostgresEndpointHealth health;
    private final PostgresLanes lanes;

    PostgresAttempts(Jdbi jdbi, PostgresEndpointHealth health, PostgresLanes lanes) {
        this.jdbi = jdbi;
        this.health = health;
        this.lanes = lanes;
    }

    /// Those that count; for the others somebody else's came first.
    ///
    /// @param all at most one of each delivery
    Set<DeliveryId> keep(List<Kept> all) {
        return jdbi.inTransaction(
                h -> {
                    var counted = keep(h, all);
                    lanes.note(h, all);
                    health.note(h, seen(all));
                    return counted;
                });
    }

    private static Set<DeliveryId> keep(Handle h, List<Kept> all) {
        return h
                .createQuery(KEEP)
                .bindArray("ids", UUID.class, each(all, k -> k.delivery().id().value()))
                .bindArray("tenants", UUID.class, each(all, k -> k.delivery().tenant().value()))
                .bindArray("made", Integer.class, each(all, k -> k.delivery().attempts()))
                .bindArray("states", String.class, each(all, k -> state(k.next())))
                .bindArray("pauses", Integer.class, each(all, k -> pause(k.next())))
                .bindArray(
                        "starts",
                        OffsetDateTime.class,
                        each(all, k -> k.attempt().startedAt().atOffset(ZoneOffset.UTC)))
                .bindArray("millis", Integer.class, each(all, k -> millis(k.attempt().took())))
                .bindArray("statuses", Integer.class, each(all, k -> k.attempt().status()))
                .bindArray("errors", String.class, each(all, k -> k.attempt().error()))
                .bindArray("answers", String.class, each(all, k -> hex(k.attempt().answer())))
                .mapTo(UUID.class)
                .list()
                .stream()
                .map(DeliveryId::new)
                .collect(toSet());
    }

    private static Object[] each(List<Kept> all, Function<Kept, @Nullable Object> column) {
        return all.stream().map(column).toArray();
    }

    private static String state(Next next) {
        return switch (next) {
            case Next.Delivered _ -> "delivered";
            case Next.RetryIn _ -> "retrying";
            case Next.Exhausted _ -> "exhausted";
        };
    }

    private static @Nullable Integer pause(Next next) {
        return next instanceof Next.RetryIn(var pause) ? millis(pause) : null;
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }

    private static @Nullable String hex(byte @Nullable [] answer) {
        return answer == null ? null : HexFormat.of().formatHex(answer);
    }

    /// In the order of the endpoints' ids, so that two groups never wait for each other.
    private static List<Seen> seen(List<Kept> all) {
        return all.stream()
                .filter(one -> one.delivery().endpoint() != null && !one.delivery().isTest())
                .collect(groupingBy(PostgresAttempts::endpoint))
                .entrySet()
                .stream()
                .sorted(Comparator.comparing(of -> of.getKey().value()))
                .map(PostgresAttempts::seen)
                .toList();
    }

    private static EndpointId endpoint(Kept one) {
        return Objects.requireNonNull(one.delivery().endpoint());
    }

    private static Seen seen(Map.Entry<EndpointId, List<Kept>> attempts) {
        var all = attempts.getValue();
        return new Seen(all.getFirst().delivery().tenant(), attempts.getKey(), verdict(all));
    }

    private static Verdict verdict(List<Kept> all) {
        if (all.stream()
                .anyMatch(one -> Objects.equals(one.attempt().status(), AttemptOutcome.GONE))) {
            return Verdict.GONE;
        }
        return all.stream().anyMatch(one -> one.next() instanceof Next.Delivered)
                ? Verdict.TAKES
                : Verdict.FAILS;
    }
}
