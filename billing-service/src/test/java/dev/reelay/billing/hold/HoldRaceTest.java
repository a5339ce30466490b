package dev.reelay.billing.hold;

import static dev.reelay.billing.BillingClient.CLIP;
import static dev.reelay.billing.BillingClient.CREDIT;
import static dev.reelay.billing.BillingClient.books;
import static dev.reelay.billing.BillingClient.proof;
import static dev.reelay.billing.BillingClient.tenantWith;
import static dev.reelay.billing.Topic.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.billing.hold.HoldAnswer.Held;
import dev.reelay.billing.hold.HoldAnswer.OverBudget;
import dev.reelay.billing.hold.HoldAnswer.Short;
import dev.reelay.billing.hold.HoldAnswer.TooManyToday;
import dev.reelay.billing.hold.HoldAnswer.TooManyUnfinished;
import dev.reelay.billing.hold.HoldAnswer.Voided;
import dev.reelay.billing.hold.PostgresTaking.Wanted;
import dev.reelay.billing.limit.Limits;
import dev.reelay.billing.limit.Period;
import dev.reelay.billing.price.Price.Priced;
import dev.reelay.billing.price.Prices;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HoldRaceTest {
    private static final int THREADS = 16;

    @Inject PlaceHold placing;
    @Inject PostgresHolds holds;
    @Inject PostgresTaking taking;
    @Inject Prices prices;
    @Inject SettleHolds settling;

    private static HoldRequest request(TenantId tenant, int clips) {
        return HoldAccess.request(tenant, clips, null, Limits.NONE);
    }

    private static List<JobId> jobs(int count) {
        return Stream.generate(JobId::next).limit(count).toList();
    }

    /// Every thread starts each of its turns together with all others.
    private static <T> List<T> race(int turns, Turn<T> turn) throws InterruptedException {
        var start = new CyclicBarrier(THREADS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var runs =
                    IntStream.range(0, THREADS)
                            .mapToObj(
                                    thread ->
                                            threads.submit(
                                                    () -> {
                                                        var answers = new ArrayList<T>();
                                                        for (var i = 0; i < turns; i++) {
                                                            start.await(30, TimeUnit.SECONDS);
                                                            answers.add(turn.take(thread, i));
                                                        }
                                                        return answers;
                                                    }))
                            .toList();
            var all = new ArrayList<T>();
            for (var run : runs) {
                all.addAll(result(run));
            }
            return all;
        }
    }

    private static <T> T result(Future<T> run) throws InterruptedException {
        try {
            return run.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    interface Turn<T> {
        T take(int thread, int turn) throws Exception;
    }

    @Test
    void when_sixteen_race_for_the_same_jobs_then_each_is_held_once() throws Exception {
        var tenant = tenantWith(1_000 * CREDIT);
        var jobs = jobs(100);
        var answers = race(100, (_, turn) -> placing.place(jobs.get(turn), request(tenant, 1)));
        assertThat(answers).hasSize(1_600).allMatch(Held.class::isInstance);
        assertThat(books(tenant)).isEqualTo("900000000/100000000/0/1000000000");
    }

    private List<Wanted> wanted(TenantId tenant, List<JobId> jobs, int... clips) {
        return IntStream.range(0, clips.length)
                .mapToObj(i -> wanted(jobs.get(i), request(tenant, clips[i])))
                .toList();
    }

    private Wanted wanted(JobId job, HoldRequest request) {
        return new Wanted(
                job, request, (Priced) prices.current().price(request.facts(), request.payer()));
    }

    @Test
    void when_several_are_taken_together_then_all_of_them_are() throws Exception {
        var tenant = tenantWith(5 * CREDIT);
        var jobs = jobs(3);
        assertThat(taking.take(wanted(tenant, jobs, 1, 2, 1))).isTrue();
        assertThat(books(tenant)).isEqualTo("1000000/4000000/0/5000000");
        assertThat(holds.find(jobs).stream().map(Hold::outputs)).containsExactlyInAnyOrder(1, 2, 1);
    }

    @Test
    void when_they_cost_too_much_together_then_none_is_taken() throws Exception {
        var tenant = tenantWith(3 * CREDIT);
        var jobs = jobs(3);
        assertThat(taking.take(wanted(tenant, jobs, 1, 2, 1))).isFalse();
        assertThat(holds.find(jobs)).isEmpty();
        assertThat(books(tenant)).isEqualTo("3000000/0/0/3000000");
    }

    @Test
    void when_one_of_them_is_held_already_then_none_is_taken() throws Exception {
        var tenant = tenantWith(5 * CREDIT);
        var held = jobs(1);
        assertThat(taking.take(wanted(tenant, held, 1))).isTrue();
        var jobs = List.of(JobId.next(), held.getFirst(), JobId.next());
        assertThat(taking.take(wanted(tenant, jobs, 1, 1, 1))).isFalse();
        assertThat(holds.find(jobs)).hasSize(1);
        assertThat(books(tenant)).isEqualTo("4000000/1000000/0/5000000");
    }

    @Test
    void when_sixteen_race_for_the_last_credits_then_exactly_as_many_are_held_as_are_there()
            throws Exception {
        var tenant = tenantWith(37 * CREDIT);
        var answers = race(10, (_, _) -> placing.place(JobId.next(), request(tenant, 1)));
        assertThat(answers.stream().filter(Held.class::isInstance)).hasSize(37);
        assertThat(answers.stream().filter(Short.class::isInstance)).hasSize(123);
        assertThat(books(tenant)).isEqualTo("0/37000000/0/37000000");
    }

    @Test
    void when_sixteen_race_then_exactly_as_many_are_unfinished_as_the_plan_allows()
            throws Exception {
        var tenant = tenantWith(1_000 * CREDIT);
        var limits = new Limits(37, null, Map.of(), Map.of());
        var answers =
                race(
                        10,
                        (_, _) ->
                                placing.place(
                                        JobId.next(), HoldAccess.request(tenant, 1, null, limits)));
        assertThat(answers.stream().filter(Held.class::isInstance)).hasSize(37);
        assertThat(answers.stream().filter(new TooManyUnfinished(37)::equals)).hasSize(123);
        assertThat(books(tenant)).isEqualTo("963000000/37000000/0/1000000000");
    }

    @Test
    void when_sixteen_race_then_exactly_as_many_are_accepted_in_a_day_as_the_plan_allows()
            throws Exception {
        var tenant = tenantWith(1_000 * CREDIT);
        var limits = new Limits(null, 37, Map.of(), Map.of());
        var answers =
                race(
                        10,
                        (_, _) ->
                                placing.place(
                                        JobId.next(), HoldAccess.request(tenant, 1, null, limits)));
        assertThat(answers.stream().filter(Held.class::isInstance)).hasSize(37);
        assertThat(answers.stream().filter(TooManyToday.class::isInstance)).hasSize(123);
    }

    @ParameterizedTest
    @EnumSource(Period.class)
    void when_sixteen_race_with_two_keys_then_each_spends_exactly_its_budget(Period period)
            throws Exception {
        var tenant = tenantWith(1_000 * CREDIT);
        var keys = List.of(UUID.randomUUID(), UUID.randomUUID());
        var budgets = List.of(37 * CREDIT, 20 * CREDIT + 1);
        var answers =
                race(
                        10,
                        (thread, _) -> {
                            var nth = thread % 2;
                            var budget = Map.of(period, new Credits(budgets.get(nth)));
                            return placing.place(
                                    JobId.next(),
                                    HoldAccess.request(
                                            tenant,
                                            1,
                                            keys.get(nth),
                                            new Limits(null, null, budget, Map.of())));
                        });
        assertThat(answers.stream().filter(Held.class::isInstance)).hasSize(57);
        assertThat(answers.stream().filter(OverBudget.class::isInstance)).hasSize(103);
        assertThat(books(tenant)).isEqualTo("943000000/57000000/0/1000000000");
    }

    @Test
    void when_sixteen_race_with_two_keys_of_a_workspace_then_both_together_spend_its_budget()
            throws Exception {
        var tenant = tenantWith(1_000 * CREDIT);
        var keys = List.of(UUID.randomUUID(), UUID.randomUUID());
        var ofKey = Map.of(Period.DAY, new Credits(30 * CREDIT));
        var ofWorkspace = Map.of(Period.MONTH, new Credits(37 * CREDIT));
        var limits = new Limits(null, null, ofKey, ofWorkspace);
        var answers =
                race(
                        10,
                        (thread, _) ->
                                placing.place(
                                        JobId.next(),
                                        HoldAccess.request(
                                                tenant, 1, keys.get(thread % 2), limits)));
        assertThat(answers.stream().filter(Held.class::isInstance)).hasSize(37);
        assertThat(answers.stream().filter(OverBudget.class::isInstance)).hasSize(123);
        assertThat(books(tenant)).isEqualTo("963000000/37000000/0/1000000000");
    }

    @Test
    void when_sixteen_race_for_the_same_jobs_of_a_short_account_then_no_credit_is_lost()
            throws Exception {
        var tenant = tenantWith(20 * CREDIT);
        var jobs = jobs(50);
        race(50, (_, turn) -> placing.place(jobs.get(turn), request(tenant, 1)));
        assertThat(books(tenant)).isEqualTo("0/20000000/0/20000000");
        assertThat(holds.find(jobs)).hasSize(20);
    }

    @Test
    void when_a_void_races_with_its_hold_then_the_job_holds_nothing() throws Exception {
        var tenant = tenantWith(100 * CREDIT);
        var jobs = jobs(25);
        race(
                25,
                (thread, turn) ->
                        thread % 2 == 0
                                ? placing.place(jobs.get(turn), request(tenant, 1))
                                : holds.voidHold(jobs.get(turn), tenant));
        assertThat(holds.find(jobs)).allMatch(hold -> hold.state() == Hold.State.VOIDED);
        assertThat(books(tenant)).isEqualTo("100000000/0/0/100000000");
    }

    @Test
    void when_ends_race_with_voids_then_each_hold_is_resolved_once() throws Exception {
        var tenants = List.of(tenantWith(100 * CREDIT), tenantWith(100 * CREDIT));
        var batches = Stream.generate(() -> jobs(4)).limit(12).toList();
        for (var batch : batches) {
            for (var i = 0; i < batch.size(); i++) {
                placing.place(batch.get(i), request(tenants.get(i % 2), 2));
            }
        }
        race(
                12,
                (thread, turn) -> {
                    var batch = batches.get(turn);
                    if (thread % 4 == 0) {
                        holds.voidHold(batch.get(thread / 4), tenants.get(thread / 4 % 2));
                    } else {
                        settling.on(shuffledReports(batch, tenants, new Random(thread)));
                    }
                    return thread;
                });
        assertThat(holds.find(batches.stream().flatMap(List::stream).toList()))
                .hasSize(48)
                .noneMatch(hold -> hold.state() == Hold.State.HELD);
    }

    private static List<String> shuffledReports(
            List<JobId> batch, List<TenantId> tenants, Random random) {
        var reports =
                IntStream.range(0, batch.size())
                        .mapToObj(
                                i -> report(batch.get(i), tenants.get(i % 2), Status.COMPLETED, 1))
                        .map(EventJson::write)
                        .toList();
        var shuffled = new ArrayList<>(reports);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /// Four jobs: one delivered in part, one failed, one voided after and one voided before its
    /// hold. Every command comes one to five times, in any order that leaves the first hold of the
    /// first three, and the first void of the last, where they are.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void when_every_command_is_repeated_in_any_order_then_the_balances_are_the_same(long seed)
            throws Exception {
        var tenant = tenantWith(20 * CREDIT);
        var delivered = JobId.next();
        var failed = JobId.next();
        var abandoned = JobId.next();
        var never = JobId.next();
        var random = new Random(seed);
        var commands = new ArrayList<Callable<?>>();
        for (var job : List.of(delivered, failed, abandoned, never)) {
            repeat(commands, random, () -> placing.place(job, request(tenant, 3)));
        }
        repeat(commands, random, () -> say(delivered, tenant, Status.COMPLETED, 0, 2));
        repeat(commands, random, () -> say(failed, tenant, Status.EXPIRED));
        repeat(commands, random, () -> holds.voidHold(abandoned, tenant));
        repeat(commands, random, () -> holds.voidHold(never, tenant));
        Collections.shuffle(commands, random);

        holds.voidHold(never, tenant);
        for (var job : List.of(delivered, failed, abandoned)) {
            placing.place(job, request(tenant, 3));
        }
        for (var command : commands) {
            command.call();
        }

        assertThat(books(tenant)).isEqualTo("18000000/0/2000000/20000000");
        assertThat(placing.place(never, request(tenant, 3))).isEqualTo(new Voided());
        assertThat(placing.place(failed, request(tenant, 3)))
                .isInstanceOfSatisfying(
                        Held.class,
                        held -> assertThat(held.amount()).isEqualTo(new Credits(3 * CLIP)));
    }

    private static void repeat(List<Callable<?>> commands, Random random, Callable<?> command) {
        commands.addAll(Collections.nCopies(1 + random.nextInt(5), command));
    }

    private Status say(JobId job, TenantId tenant, Status status, int... clips)
            throws InterruptedException {
        settling.on(List.of(EventJson.write(report(job, tenant, status, clips))));
        return status;
    }

    @AfterEach
    void the_ledger_is_balanced_after_every_test() {
        var proof = proof();
        assertThat(proof.getBoolean("balanced")).as(proof.prettify()).isTrue();
    }
}
