package dev.reelay.e2e.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// The three services' databases, read as nobody in the product may: all of them.
final class Databases {
    /// What a checker may ask for, by service and table.
    static final List<String> TABLES =
            List.of(
                    "api.job",
                    "api.idempotency",
                    "api.event",
                    "worker.job",
                    "worker.execution",
                    "worker.attempt",
                    "worker.timer",
                    "worker.tenant_slot",
                    "worker.tenant_queue",
                    "worker.account_slot",
                    "worker.sandbox_task",
                    "worker.delivery",
                    "billing.account",
                    "billing.credit_grant",
                    "billing.hold",
                    "billing.entry");

    /// What is still on its way: no row of these may be there at rest.
    private static final Map<String, String> UNREST =
            Map.of(
                    "api",
                    """
                    select count(*) from job
                     where state not in ('completed', 'failed', 'cancelled', 'expired', 'abandoned')
                        or announce_at is not null or void_at is not null
                        or (ended_at is not null and settled_at is null)
                        or exists (select from event where tell_at is not null)
                    """,
                    "worker",
                    """
                    select (select count(*) from job where ended_at is null
                               or told_version < version or sweep_at is not null)
                         + (select count(*) from timer)
                         + (select count(*) from delivery where due_at is not null)
                    """,
                    "billing",
                    "select count(*) from hold where state = 'held' or tell_at is not null");

    private final Map<String, Jdbi> byService = new TreeMap<>();

    Databases(Cluster cluster) {
        for (var service : List.of("api", "worker", "billing")) {
            var database = cluster.database(service);
            byService.put(
                    service,
                    Jdbi.create(
                            database.jdbcUrl() + "?socketTimeout=20",
                            database.username(),
                            database.password()));
        }
    }

    Jdbi of(String service) {
        return Objects.requireNonNull(byService.get(service));
    }

    List<Row> rows(String service, String sql) {
        return of(service)
                .withHandle(h -> h.createQuery(sql).mapToMap().list().stream())
                .map(Row::new)
                .toList();
    }

    /// All rows of all tables.
    Map<String, List<Row>> all() {
        var all = new TreeMap<String, List<Row>>();
        for (var table : TABLES) {
            var parts = table.split("\\.", 2);
            all.put(table, rows(parts[0], "select * from " + parts[1]));
        }
        return all;
    }

    /// What is not at rest yet, in words; empty at rest.
    List<String> unrest() {
        var unrest = new ArrayList<String>();
        UNREST.forEach(
                (service, sql) -> {
                    var count =
                            of(service).withHandle(h -> h.createQuery(sql).mapTo(Long.class).one());
                    if (count > 0) {
                        unrest.add(service + " has " + count + " on the way");
                    }
                });
        return unrest;
    }

    /// Ends all sessions of a service but the one that asks.
    void endSessions(String service) {
        of(service)
                .useHandle(
                        h ->
                                h.execute(
                                        """
                                        select pg_terminate_backend(pid) from pg_stat_activity
                                         where usename = current_user and pid <> pg_backend_pid()
                                        """));
    }

    /// Takes every connection that is left, and keeps it until it is closed.
    Crowd crowd() {
        var taken = new ArrayList<Handle>();
        try {
            while (true) {
                taken.add(of("billing").open());
            }
        } catch (JdbiException e) {
            return () -> taken.forEach(Databases::giveBack);
        }
    }

    private static void giveBack(Handle taken) {
        try {
            taken.close();
        } catch (JdbiException e) {
            // the database has died meanwhile
        }
    }

    /// Connections that nobody else has.
    @FunctionalInterface
    interface Crowd extends AutoCloseable {
        @Override
        void close();
    }

    /// Lets the time come at which leftovers of lost epochs are looked for.
    void hurrySweep() {
        of("worker")
                .useHandle(
                        h -> h.execute("update job set sweep_at = now() where sweep_at > now()"));
    }
}
