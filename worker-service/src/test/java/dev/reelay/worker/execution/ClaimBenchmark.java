package dev.reelay.worker.execution;

import dev.reelay.common.id.TenantId;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.UsableAccounts;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/// What claims cost where many tenants have accounts of their own, against where none has: ten
/// thousand accounts, a hundred of them full and with jobs that wait for them. Run in this module's
/// folder: `../mvnw -q test-compile exec:java@claims`.
public final class ClaimBenchmark {
    private static final int ACCOUNTS = 10_000;
    private static final int AWAITED = 100;
    private static final int CLAIMS = 1_000;
    private static final UsableAccounts BOTH = UsableAccounts.at("upstream", "second");

    private static final String FILL =
            """
            with own as materialized (
              select gen_random_uuid() as tenant, n from generate_series(1, :accounts) n),
            slots as (
              insert into account_slot (account, provider, max_in_flight)
              select 'mine@' || tenant, 'second@' || tenant, 0 from own),
            tenants as (
              insert into tenant_slot (tenant_id, max_in_flight) select tenant, 10 from own)
            insert into tenant_queue (provider, tenant_id, weight, had, queued)
            select 'second@' || tenant, tenant, 1, 0, case when n <= :awaited then 1 else 0 end
              from own
            """;

    private ClaimBenchmark() {}

    public static void main(String[] arguments) {
        try (var bench = new Bench(WorkerParts.emptyDatabase())) {
            bench.slots.allow("upstream", "upstream", 1_000_000);
            millis(bench); // what starts is warm now
            var without = millis(bench);
            bench.jdbi.useHandle(
                    h -> {
                        h.createUpdate(FILL)
                                .bind("accounts", ACCOUNTS)
                                .bind("awaited", AWAITED)
                                .execute();
                        h.execute("analyze");
                    });
            var with = millis(bench);
            System.out.printf(
                    "a claim takes %.2f ms; beside %,d accounts of tenants, %d of them awaited,"
                            + " %.2f ms: %.2f times%n",
                    without, ACCOUNTS, AWAITED, with, with / without);
        }
        System.exit(0);
    }

    /// Of one claim, of many.
    private static double millis(Bench bench) {
        var tenant = TenantId.next();
        var deadline = Instant.now().plus(Duration.ofHours(1));
        bench.intake.store(
                Stream.generate(() -> Bench.spec(tenant, 1, 1, 1_000_000, deadline))
                        .limit(CLAIMS)
                        .toList());
        var begun = System.nanoTime();
        for (var claim = 0; claim < CLAIMS; claim++) {
            if (bench.slots.claimFairest(BOTH, Duration.ofHours(1)).isEmpty()) {
                throw new IllegalStateException("nothing was claimed, though all have room");
            }
        }
        return (System.nanoTime() - begun) / 1e6 / CLAIMS;
    }
}
