package dev.reelay.worker.health;

import dev.reelay.worker.loop.Bell;
import dev.reelay.worker.loop.Work;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/// What waits and what runs, over all workers, read from the database every few seconds. Alert on
/// the age of the oldest, on unknown attempts and on the lag of polls.
@Singleton
class PostgresGauges {
    private static final Duration EACH = Duration.ofSeconds(5);

    private static final String READ =
            """
            select 'reelay.executions.queued' as name, sum(queued)::float8 as value
              from tenant_queue
            union all
            select 'reelay.executions.in.flight', sum(in_flight) from tenant_slot
            union all
            select 'reelay.executions.oldest.queued.seconds',
                   extract(epoch from now() - min(created_at)) from execution
             where state = 'queued'
            union all
            select 'reelay.attempts.unknown', count(*) from attempt where state = 'unknown'
            union all
            select 'reelay.polls.lag.seconds', extract(epoch from now() - min(due_at)) from timer
             where due_at < now()
            union all
            select 'reelay.deliveries.waiting', count(*) from delivery where due_at is not null
            union all
            select 'reelay.deliveries.lag.seconds', extract(epoch from now() - min(due_at))
              from delivery where due_at < now()
            union all
            select 'reelay.reports.owed', count(*) from job where told_version < version
            """;

    private final Map<String, Double> values = new ConcurrentHashMap<>();
    private final Jdbi jdbi;
    private final MeterRegistry meters;
    private final Work work;

    PostgresGauges(Jdbi jdbi, MeterRegistry meters, Work work) {
        this.jdbi = jdbi;
        this.meters = meters;
        this.work = work;
    }

    void start(@Observes StartupEvent event) {
        work.repeat("read-gauges", EACH, new Bell(), this::read);
    }

    boolean read() {
        jdbi.useHandle(
                h ->
                        h.createQuery(READ)
                                .map((row, _) -> Map.entry(row.getString(1), row.getDouble(2)))
                                .forEach(e -> set(e.getKey(), e.getValue())));
        return false;
    }

    private void set(String name, double value) {
        if (values.put(name, value) == null) {
            Gauge.builder(name, () -> values.getOrDefault(name, 0.0)).register(meters);
        }
    }
}
