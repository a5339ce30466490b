package dev.reelay.worker.execution;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.execution.ExecutionState.Failed;
import dev.reelay.worker.provider.UsableAccounts;
import dev.reelay.worker.slot.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/// Claims whatever has room and ends it when its time is over, where seconds pass as the test says:
/// an end is written as of a claim that was made so long ago.
final class Rendering {
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Step GIVEN_UP =
            Step.to(new Failed(new Failure(Reason.PROVIDER_ERROR, "no")));

    private record Running(Claim claim, double from, double until) {
        TenantId tenant() {
            return claim.spec().tenant();
        }
    }

    private final Bench bench;
    private final TreeSet<String> left = new TreeSet<>();
    private final PriorityQueue<Running> running =
            new PriorityQueue<>(Comparator.comparingDouble(Running::until));
    private double now;

    Rendering(Bench bench) {
        this.bench = bench;
    }

    /// Claims nothing more for an account.
    void leave(String account) {
        left.add(account);
    }

    private Optional<Claim> claim() {
        var accounts = new UsableAccounts(Set.of("upstream", "second"), left);
        return bench.slots.claimFairest(accounts, LEASE);
    }

    /// Goes on to a time; the worker-seconds that each tenant had of it since the last time.
    ///
    /// @param seconds what a job of a tenant takes
    Map<TenantId, Double> until(double time, ToDoubleFunction<TenantId> seconds) {
        var since = now;
        var had = new HashMap<TenantId, Double>();
        fill(seconds);
        for (var next = running.peek();
                next != null && next.until() <= time;
                next = running.peek()) {
            had.merge(next.tenant(), next.until() - Math.max(since, next.from()), Double::sum);
            endNext();
            fill(seconds);
        }
        now = time;
        for (var still : running) {
            had.merge(still.tenant(), time - Math.max(since, still.from()), Double::sum);
        }
        return had;
    }

    /// Goes on until so many more are claimed; whose they are.
    List<TenantId> next(int claims, ToDoubleFunction<TenantId> seconds) {
        var tenants = new ArrayList<TenantId>();
        while (tenants.size() < claims) {
            claim().ifPresentOrElse(
                            claim -> {
                                run(claim, seconds);
                                tenants.add(claim.spec().tenant());
                            },
                            this::endNext);
        }
        return tenants;
    }

    private void fill(ToDoubleFunction<TenantId> seconds) {
        for (var claim = claim(); claim.isPresent(); claim = claim()) {
            run(claim.get(), seconds);
        }
    }

    private void run(Claim claim, ToDoubleFunction<TenantId> seconds) {
        running.add(new Running(claim, now, now + seconds.applyAsDouble(claim.spec().tenant())));
    }

    private void endNext() {
        var ended = running.remove();
        now = ended.until();
        bench.jdbi.useHandle(
                h ->
                        h.execute(
                                "update execution set claimed_at = now() - ? * interval '1 s'"
                                        + " where job_id = ? and output = ?",
                                ended.until() - ended.from(),
                                ended.claim().spec().job().value(),
                                ended.claim().output()));
        if (!bench.executions.save(Execution.of(ended.claim()), GIVEN_UP)) {
            throw new IllegalStateException("not ended: " + ended);
        }
    }
}
