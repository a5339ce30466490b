package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.execution.ExecutionEvent.Submitted;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.slot.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FairClaimTest {
    private static final Failure NO = new Failure(Reason.PROVIDER_ERROR, "no");

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(WorkerParts.emptyDatabase());
    }

    @AfterEach
    void close() {
        assertThat(bench.slots.recount()).isEmpty();
        bench.close();
    }

    private void store(TenantId tenant, int jobs, int weight, int atOnce) {
        var later = Instant.now().plus(Duration.ofMinutes(15));
        bench.intake.store(
                Stream.generate(() -> Bench.spec(tenant, 1, weight, atOnce, later))
                        .limit(jobs)
                        .toList());
    }

    private void end(Claim claim) {
        bench.advance.apply(
                intended(Execution.of(claim)), new Submitted(new SubmitAnswer.Refused(NO), false));
    }

    private Execution intended(Execution claimed) {
        bench.executions.intend(claimed);
        var attempt = Bench.attempt(claimed);
        return claimed.with(claimed.epoch(), new ExecutionState.Submitting(attempt, true));
    }

    private static void atOnce(int workers, Callable<?> each) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, workers).mapToObj(_ -> threads.submit(each)).toList();
            for (var worker : running) {
                worker.get();
            }
        }
    }

    @Test
    void when_many_claim_at_once_then_no_execution_is_taken_twice_and_no_limit_is_passed()
            throws Exception {
        var tenants = List.of(TenantId.next(), TenantId.next(), TenantId.next());
        tenants.forEach(tenant -> store(tenant, 100, 1, 3)); // 5 slots at the provider
        var claims = new ConcurrentLinkedQueue<Claim>();

        atOnce(
                8,
                () -> {
                    for (var idle = 0; idle < 20; ) {
                        var claim = bench.claimIfAny();
                        assertThat(bench.count("select max(in_flight) from account_slot"))
                                .isLessThanOrEqualTo(5);
                        assertThat(bench.count("select max(in_flight) from tenant_slot"))
                                .isLessThanOrEqualTo(3);
                        claim.ifPresent(claims::add);
                        claim.ifPresent(this::end);
                        idle = claim.isPresent() ? 0 : idle + 1;
                    }
                    return null;
                });

        assertThat(claims).hasSize(300);
        assertThat(claims.stream().map(c -> c.spec().job()).distinct()).hasSize(300);
    }

    @Test
    void when_the_provider_is_full_then_nothing_is_claimed_until_a_slot_is_freed() {
        store(TenantId.next(), 10, 1, 100);
        var first = bench.claim();
        IntStream.range(0, 4).forEach(_ -> bench.claim());

        assertThat(bench.claimIfAny()).isEmpty();
        end(first);
        assertThat(bench.claimIfAny()).isPresent();
    }

    @Test
    void when_a_tenant_has_all_it_may_then_the_next_tenant_is_served() {
        var greedy = TenantId.next();
        var modest = TenantId.next();
        store(greedy, 10, 1, 2);
        store(modest, 1, 1, 2);

        var tenants = new HashSet<TenantId>();
        IntStream.range(0, 3).forEach(_ -> tenants.add(bench.claim().spec().tenant()));

        assertThat(tenants).containsExactlyInAnyOrder(greedy, modest);
        assertThat(bench.claimIfAny()).isEmpty();
    }

    @Test
    void when_weights_are_equal_then_tenants_take_turns() {
        var first = TenantId.next();
        var second = TenantId.next();
        store(first, 50, 1, 100);
        store(second, 20, 1, 100);

        assertThat(shares(20)).isEqualTo(Map.of(first, 10, second, 10));
    }

    @Test
    void when_a_weight_is_three_times_another_then_so_is_the_share() {
        var heavy = TenantId.next();
        var light = TenantId.next();
        store(heavy, 60, 3, 100);
        store(light, 60, 1, 100);

        assertThat(shares(40).getOrDefault(heavy, 0)).isCloseTo(30, within(2));
    }

    @Test
    void when_a_tenant_comes_back_from_idle_then_it_has_saved_up_nothing() {
        var busy = TenantId.next();
        store(busy, 100, 1, 100);
        shares(30);
        var late = TenantId.next();
        store(late, 50, 1, 100);

        assertThat(shares(20).getOrDefault(late, 0)).isCloseTo(10, within(1));
    }

    @Test
    void when_everybody_was_idle_then_the_first_to_come_back_gains_no_lead() {
        var used = TenantId.next();
        store(used, 30, 1, 100);
        shares(30);
        var fresh = TenantId.next();
        store(fresh, 30, 1, 100);
        store(used, 30, 1, 100);

        assertThat(shares(20).getOrDefault(used, 0)).isCloseTo(10, within(1));
    }

    /// Claims one after the other, each rendered for exactly the seconds that were expected.
    private Map<TenantId, Integer> shares(int claims) {
        var shares = new HashMap<TenantId, Integer>();
        for (var i = 0; i < claims; i++) {
            var claim = bench.claim();
            shares.merge(claim.spec().tenant(), 1, Integer::sum);
            bench.jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update execution set claimed_at = now() -"
                                            + " expected_seconds * interval '1 s'"
                                            + " where attempt_id = ?",
                                    claim.attempt()));
            end(claim);
        }
        return shares;
    }
}
