package dev.reelay.worker.execution;

import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.role.RoleStarts;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// How late due polls leave while many renders are watched, by one worker on one PostgreSQL and an
/// upstream that answers at once. `--timers` renders, each looked at every `--distance` seconds,
/// for `--seconds`. Run in this module's folder: `../mvnw -q test-compile exec:java`.
public final class TimerBenchmark {
    private static final Duration SAMPLE_EACH = Duration.ofMillis(100);

    private static final String FILL =
            """
            with ids as materialized (
              select uuidv7() as id, random() * :distance as first, n
                from generate_series(1, :timers) n),
            jobs as (
              insert into job (id, tenant_id, spec, outputs, live, deadline, status)
              select id, id, '{}', 1, 1, now() + interval '1 day', 'in_progress' from ids),
            renders as (
              insert into execution (job_id, output, tenant_id, provider, model, account, state,
                                     attempt_id, intent_at, provider_task, expected_seconds, deadline)
              select id, 0, id, 'upstream', 'm', 'upstream', 'in_progress', id, now(),
                     'task-' || id, 60, now() + interval '1 day' from ids)
            insert into timer (job_id, output, due_at, wait_ms, most_ms, looks_ms, provider)
            select id, 0, now() + (:warmUp + first) * interval '1 s', :distance * 1000,
                   :distance * 1000,
                   array(select ((:warmUp + first + k * :distance) * 1000)::int
                           from generate_series(0, 40) k),
                   'upstream'
              from ids
            """;

    private static final String LATENESS =
            "select coalesce(extract(epoch from now() - min(due_at)), 0) from timer where due_at < now()";

    private static final int WARM_UP = 20;

    private TimerBenchmark() {}

    public static void main(String[] arguments) {
        var asked = Arrays.asList(arguments);
        var timers = number(asked, "--timers", 100_000);
        var distance = number(asked, "--distance", 15);
        var seconds = number(asked, "--seconds", 60);
        try (var bench = new Bench(WorkerParts.emptyDatabase())) {
            bench.jdbi.useHandle(
                    h -> {
                        h.createUpdate(FILL)
                                .bind("timers", timers)
                                .bind("distance", distance)
                                .bind("warmUp", WARM_UP)
                                .setQueryTimeout(300)
                                .execute();
                        h.execute("analyze");
                    });
            System.out.printf("%,d renders, each looked at every %d s%n", timers, distance);
            bench.watch.start(new RoleStarts.Render());
            report(bench, seconds);
        }
        System.exit(0);
    }

    private static void report(Bench bench, int seconds) {
        await(bench);
        var before = polls(bench);
        var begun = System.nanoTime();
        var late =
                IntStream.range(0, (int) (seconds * 1000 / SAMPLE_EACH.toMillis()))
                        .mapToDouble(_ -> lateness(bench))
                        .sorted()
                        .toArray();
        var took = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "the oldest due poll was late by %.2f s (p50), %.2f s (p99), %.2f s (most)%n",
                late[late.length / 2], late[late.length * 99 / 100], late[late.length - 1]);
        System.out.printf("%,.0f polls a second%n", (polls(bench) - before) / took);
    }

    /// Until the first are due.
    private static void await(Bench bench) {
        while (polls(bench) == 0) {
            LockSupport.parkNanos(SAMPLE_EACH.toNanos());
        }
    }

    private static double lateness(Bench bench) {
        LockSupport.parkNanos(SAMPLE_EACH.toNanos());
        return bench.jdbi.withHandle(h -> h.createQuery(LATENESS).mapTo(Double.class).one());
    }

    private static long polls(Bench bench) {
        return bench.jdbi.withHandle(
                h -> h.createQuery("select sum(polls) from timer").mapTo(Long.class).one());
    }

    private static int number(List<String> asked, String name, int usual) {
        var at = asked.indexOf(name);
        return at < 0 ? usual : Integer.parseInt(asked.get(at + 1));
    }
}
