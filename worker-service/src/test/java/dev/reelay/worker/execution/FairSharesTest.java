package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.reelay.common.id.TenantId;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.provider.ProviderQueue;
import dev.reelay.worker.provider.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What tenants get of a provider's slots: real claims and ends, at a time that the test makes go.
/// Every job is expected to take ten seconds.
class FairSharesTest {
    private static final int SLOTS = 10;
    private static final double FIVE_MINUTES = 300;
    private static final Route FIRST = new Route(0, ProviderQueue.of("upstream"), "clip-one");
    private static final Route SECOND = new Route(1, ProviderQueue.of("second"), "clip-uno");
    private static final int EXPECTED_SECONDS = 10;

    private Bench bench;
    private PostgresIntake intake;
    private Rendering rendering;

    @BeforeEach
    void open() {
        bench = new Bench(WorkerParts.emptyDatabase());
        intake = new PostgresIntake(bench.jdbi);
        bench.slots.allow("upstream", "upstream", SLOTS);
        bench.slots.allow("second", "second", SLOTS);
        rendering = new Rendering(bench);
    }

    @AfterEach
    void close() {
        assertThat(bench.slots.recount()).isEmpty();
        bench.close();
    }

    private TenantId backlogged(int jobs, int weight) {
        return backlogged(jobs, weight, FIRST);
    }

    private TenantId backlogged(int jobs, int weight, Route route) {
        var tenant = TenantId.next();
        store(tenant, jobs, weight, 100, route);
        return tenant;
    }

    private void store(TenantId tenant, int jobs, int weight, int atOnce, Route route) {
        var later = Instant.now().plus(Duration.ofMinutes(15));
        Stream.generate(() -> Bench.spec(tenant, 1, weight, atOnce, later))
                .limit(jobs)
                .map(spec -> new PostgresIntake.Job(spec, route, EXPECTED_SECONDS))
                .gather(Gatherers.windowFixed(500))
                .forEach(intake::store);
    }

    private static ToDoubleFunction<TenantId> lengths(Map<TenantId, Double> seconds) {
        return tenant -> seconds.getOrDefault(tenant, (double) EXPECTED_SECONDS);
    }

    @Nested
    class GivenTenantsWithMoreThanTheyCanHave {
        @Test
        void when_weights_are_equal_then_so_are_worker_seconds_whatever_a_job_takes() {
            var quick = backlogged(500, 1);
            var usual = backlogged(200, 1);
            var slow = backlogged(100, 1);

            var had =
                    rendering.until(
                            FIVE_MINUTES, lengths(Map.of(quick, 3.0, usual, 10.0, slow, 25.0)));

            var share = SLOTS * FIVE_MINUTES / 3;
            assertThat(had.get(quick)).isCloseTo(share, withinPercentage(10));
            assertThat(had.get(usual)).isCloseTo(share, withinPercentage(10));
            assertThat(had.get(slow)).isCloseTo(share, withinPercentage(10));
        }

        @Test
        void when_there_are_fewer_slots_than_tenants_then_worker_seconds_are_equal_over_time() {
            bench.slots.allow("upstream", "upstream", 3);
            var seconds = new HashMap<TenantId, Double>();
            for (var length : List.of(2.0, 5.0, 8.0, 12.0)) {
                seconds.put(backlogged(150, 1), length);
            }

            var had = rendering.until(FIVE_MINUTES, lengths(seconds));

            assertThat(had.keySet()).isEqualTo(seconds.keySet());
            assertThat(had.values())
                    .allSatisfy(
                            share ->
                                    assertThat(share)
                                            .isCloseTo(3 * FIVE_MINUTES / 4, withinPercentage(10)));
        }

        @Test
        void when_weights_are_one_and_three_then_so_are_worker_seconds() {
            var light = backlogged(400, 1);
            var heavy = backlogged(400, 3);

            var had = rendering.until(FIVE_MINUTES, lengths(Map.of(light, 4.0, heavy, 25.0)));

            assertThat(had.getOrDefault(heavy, 0.0) / had.getOrDefault(light, 0.0))
                    .isCloseTo(3, withinPercentage(15));
        }

        @Test
        void when_one_comes_later_then_it_has_saved_up_nothing_and_is_not_behind_either() {
            var early = backlogged(400, 1);
            rendering.until(FIVE_MINUTES / 2, lengths(Map.of()));
            var late = backlogged(400, 1);

            var had = rendering.until(FIVE_MINUTES, lengths(Map.of()));

            assertThat(had.get(late)).isCloseTo(had.get(early), withinPercentage(10));
        }

        @Test
        void when_jobs_take_a_tenth_of_what_was_expected_then_who_comes_later_has_its_share() {
            var early = backlogged(600, 1);
            rendering.until(10, lengths(Map.of(early, 1.0)));
            var late = backlogged(150, 1);

            var had = rendering.until(110, lengths(Map.of(early, 1.0, late, 10.0)));

            // It may be ahead by one job for each slot.
            assertThat(had.get(late))
                    .isCloseTo(had.get(early), within((double) SLOTS * EXPECTED_SECONDS));
        }
    }

    @Nested
    class GivenATenantThatWasNotKeptWaitingByOthers {
        @Test
        void when_it_had_something_running_all_the_time_then_it_has_saved_up_nothing() {
            var busy = backlogged(400, 1);
            var modest = TenantId.next();
            store(modest, 1, 1, 100, FIRST);
            for (var time = 5.0; time < FIVE_MINUTES / 2; time += 5) {
                rendering.until(time, lengths(Map.of())); // its job of ten seconds still runs
                store(modest, 1, 1, 100, FIRST);
            }
            store(modest, 500, 1, 100, FIRST);

            var had = rendering.until(FIVE_MINUTES, lengths(Map.of()));

            assertThat(had.get(modest)).isCloseTo(had.get(busy), withinPercentage(10));
        }

        @Test
        void when_its_own_limit_kept_it_back_then_it_has_saved_up_nothing() {
            var busy = backlogged(400, 1);
            var limited = TenantId.next();
            store(limited, 50, 1, 1, FIRST);
            rendering.until(FIVE_MINUTES / 2, lengths(Map.of()));
            store(limited, 500, 1, 100, FIRST); // on a larger plan now

            var had = rendering.until(FIVE_MINUTES, lengths(Map.of()));

            assertThat(had.get(limited)).isCloseTo(had.get(busy), withinPercentage(10));
        }

        @Test
        void when_one_waits_for_its_turn_to_try_again_then_others_do_not_begin_where_it_is() {
            var failing = backlogged(1, 1);
            bench.jdbi.useHandle(h -> h.execute("update execution set not_before = 'infinity'"));
            var busy = backlogged(400, 1);
            rendering.until(FIVE_MINUTES / 2, lengths(Map.of()));
            var late = backlogged(500, 1);

            var had = rendering.until(FIVE_MINUTES, lengths(Map.of()));

            assertThat(had).doesNotContainKey(failing);
            assertThat(had.get(late)).isCloseTo(had.get(busy), withinPercentage(10));
        }
    }

    @Nested
    class GivenTwoProviders {
        @Test
        void when_a_tenant_had_much_of_one_then_it_is_not_behind_at_the_other() {
            var elsewhere = backlogged(400, 1, SECOND);
            rendering.until(FIVE_MINUTES / 2, lengths(Map.of()));
            var here = backlogged(400, 1);
            store(elsewhere, 500, 1, 100, FIRST);

            rendering.leave("second");
            rendering.until(FIVE_MINUTES / 2 + EXPECTED_SECONDS, lengths(Map.of()));
            var had = rendering.until(FIVE_MINUTES, lengths(Map.of()));

            assertThat(had.get(elsewhere)).isCloseTo(had.get(here), withinPercentage(10));
        }

        @Test
        void when_a_job_goes_on_to_the_other_then_its_counters_go_with_it() {
            bench.stored();
            var claimed = Execution.of(bench.claim());

            bench.executions.save(
                    claimed, Step.to(new ExecutionState.Queued(), new Step.TryNextRoute()));

            assertThat(queues()).containsExactlyInAnyOrder("second 1 10 0", "upstream 0 0 0");
        }

        private List<String> queues() {
            return bench.jdbi.withHandle(
                    h ->
                            h.createQuery(
                                            "select concat_ws(' ', provider, queued, queued_seconds,"
                                                    + " running_seconds) from tenant_queue")
                                    .mapTo(String.class)
                                    .list());
        }
    }

    @Nested
    class GivenATenantWithTenThousandJobs {
        private static final int QUIET = 20;

        @BeforeEach
        void fill() {
            backlogged(10_000, 1);
            bench.jdbi.useHandle(h -> h.execute("analyze execution, tenant_queue, tenant_slot"));
            rendering.until(60, lengths(Map.of()));
        }

        @Test
        void when_quiet_tenants_come_then_none_of_its_jobs_passes_theirs() {
            for (var time = 60; time <= 120; time += 30) {
                rendering.until(time, lengths(Map.of()));
                var quiet = IntStream.range(0, QUIET).mapToObj(_ -> backlogged(1, 1)).toList();

                var next = rendering.next(QUIET, lengths(Map.of()));

                assertThat(next).containsExactlyInAnyOrderElementsOf(quiet);
            }
        }

        @Test
        void when_a_quiet_one_comes_again_and_again_then_it_is_next_each_time() {
            var quiet = TenantId.next();
            for (var time = 60; time <= 120; time += 5) {
                rendering.until(time, lengths(Map.of()));
                store(quiet, 1, 1, 100, FIRST);

                assertThat(rendering.next(1, lengths(Map.of()))).containsExactly(quiet);
            }
        }

        @Test
        void when_executions_are_claimed_then_no_queue_is_read_from_end_to_end() {
            bench.slots.allow("upstream", "upstream", SLOTS + 20);
            var scans =
                    bench.jdbi.inTransaction(
                            h -> {
                                var before = scans(h);
                                assertThat(rendering.next(20, lengths(Map.of()))).hasSize(20);
                                return scans(h) - before;
                            });

            assertThat(scans).isZero();
        }

        /// How often this connection has read all executions.
        private static long scans(Handle h) {
            return h.createQuery(
                            "select seq_scan from pg_stat_xact_user_tables"
                                    + " where relname = 'execution'")
                    .mapTo(Long.class)
                    .one();
        }
    }
}
