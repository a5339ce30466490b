package dev.reelay.e2e.crash;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;

/// Looks at the databases each second while a run goes on, for what must hold at every moment.
final class Sampler implements AutoCloseable {
    /// What was seen and must not be.
    record Seen(Instant at, String invariant, UUID job, String what) {}

    private record Known(String state, long number) {}

    private static final UUID NO_JOB = new UUID(0, 0);
    private static final List<String> ENDED =
            List.of("completed", "failed", "cancelled", "expired", "abandoned");

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "L1",
                    "select id::text as broken from account where available < 0 or held < 0",
                    "L3",
                    """
                    with moved as (
                      select account_id,
                             sum(case when credit = 'available' then amount else 0 end)
                           - sum(case when debit = 'available' then amount else 0 end) as available,
                             sum(case when credit = 'held' then amount else 0 end)
                           - sum(case when debit = 'held' then amount else 0 end) as held
                        from entry group by account_id)
                    select a.id::text as broken from account a left join moved m on m.account_id = a.id
                     where a.available <> coalesce(m.available, 0) or a.held <> coalesce(m.held, 0)
                        or a.held <> (select coalesce(sum(h.amount), 0) from hold h
                                       where h.account_id = a.id and h.state = 'held')
                    """);

    private static final int ALL_EACH = 30;
    private static final String RECENT =
            " where ended_at is null or ended_at > now() - interval '1 minute'";

    private static final String SLOTS =
            """
            select s.account as broken from account_slot s
             where s.in_flight > s.max_in_flight
                or (select count(*) from execution e where e.account = s.account
                     and e.state in ('submitting', 'unknown', 'in_progress')) > s.max_in_flight
            """;

    private final Databases databases;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private volatile int rounds;

    Sampler(Databases databases) {
        this.databases = databases;
        thread = Thread.ofVirtual().name("sampler").start(this::loop);
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /// How often it could look.
    int rounds() {
        return rounds;
    }

    private void loop() {
        try {
            while (!over.await(1, TimeUnit.SECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A database that is away is looked at the next time.
    private void look() {
        try {
            ALWAYS.forEach((invariant, sql) -> none(invariant, "billing", sql));
            none("P4", "worker", SLOTS);
            // What ended long ago is looked at now and then; it is most of what there is.
            var which = rounds % ALL_EACH == 0 ? "" : RECENT;
            followed(
                    "api.job",
                    "api",
                    "select id::text as id, state, version as number from job" + which);
            followed(
                    "worker.job",
                    "worker",
                    "select id::text as id, status as state, version as number from job" + which);
            followed(
                    "worker.execution",
                    "worker",
                    "select job_id || '/' || output as id, state, epoch as number from execution"
                            + which);
            rounds++;
        } catch (JdbiException e) {
            // it comes again
        }
    }

    private void none(String invariant, String service, String sql) {
        for (var row : databases.rows(service, sql)) {
            report(invariant, NO_JOB, row.text("broken"));
        }
    }

    private void followed(String table, String service, String sql) {
        for (var row : databases.rows(service, sql)) {
            var id = row.text("id");
            var now = new Known(row.text("state"), row.number("number"));
            var before = known.put(table + id, now);
            if (before != null && !mayFollow(before, now)) {
                report(
                        "J2",
                        UUID.fromString(id.substring(0, 36)),
                        "%s went from %s to %s".formatted(table, before, now));
            }
        }
    }

    private static boolean mayFollow(Known before, Known now) {
        return now.number() >= before.number()
                && (!ENDED.contains(before.state()) || now.state().equals(before.state()));
    }

    private void report(String invariant, UUID job, String what) {
        seen.add(new Seen(Instant.now(), invariant, job, what));
    }

    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
