package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.id.TenantId;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.execution.ExecutionEvent.Submitted;
import dev.reelay.worker.provider.SubmitAnswer.Busy;
import dev.reelay.worker.provider.SubmitAnswer.NotSent;
import dev.reelay.worker.provider.UsableAccounts;
import dev.reelay.worker.slot.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an account takes at once and in a minute, where time passes as the test says: all that is
/// kept of the past is put back.
class AccountLimitsTest {
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Busy BUSY = new Busy("busy", null);

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

    private void slots(int most) {
        bench.slots.allow("upstream", "upstream", most);
    }

    private void store(int jobs) {
        var tenant = TenantId.next();
        bench.intake.store(Stream.generate(() -> Bench.spec(tenant)).limit(jobs).toList());
    }

    private Optional<Claim> claim() {
        return bench.slots.claimFairest(UsableAccounts.at("upstream"), LEASE);
    }

    /// Claims until nothing has room; how many were claimed.
    private int claimAll() {
        var claimed = 0;
        while (claim().isPresent()) {
            claimed++;
        }
        return claimed;
    }

    /// @param time as `30 s`
    private void pass(String time) {
        bench.jdbi.useHandle(
                h -> {
                    h.execute(
                            """
                            update account_slot a
                               set throttled_at = throttled_at - t.passed,
                                   widened_at = widened_at - t.passed,
                                   paced_until = paced_until - t.passed
                              from (select ?::interval as passed) t
                            """,
                            time);
                });
    }

    private int slotsNow() {
        return bench.count(
                "select least(max_in_flight, narrowed_to) from account_slot"
                        + " where account = 'upstream'");
    }

    @Nested
    class GivenAnAccountThatIsTooBusy {
        @ParameterizedTest
        @CsvSource({"64, 44 30 21 14 9 6 4 2 1 1", "10, 7 4 2 1 1", "1, 1 1"})
        void when_it_says_so_again_then_it_has_seven_tenths_and_at_least_one(
                int most, String expected) {
            slots(most);
            var seen =
                    Stream.of(expected.split(" "))
                            .map(
                                    _ -> {
                                        bench.slots.narrow("upstream");
                                        var now = slotsNow();
                                        pass("11 s");
                                        return String.valueOf(now);
                                    })
                            .toList();
            assertThat(String.join(" ", seen)).isEqualTo(expected);
        }

        @Test
        void when_it_says_so_many_times_in_ten_seconds_then_it_counts_once() {
            slots(10);
            for (var i = 0; i < 8; i++) {
                bench.slots.narrow("upstream");
            }
            assertThat(slotsNow()).isEqualTo(7);

            pass("9 s");
            bench.slots.narrow("upstream");
            assertThat(slotsNow()).isEqualTo(7);
            pass("2 s");
            bench.slots.narrow("upstream");
            assertThat(slotsNow()).isEqualTo(4);
        }

        @Test
        void when_no_connection_came_about_then_that_says_nothing_of_its_slots() {
            slots(10);
            store(2);
            bench.upstream.onSubmit = _ -> new NotSent("no connection", null);
            bench.submit.claimNext();
            await().until(bench.work::idle);

            assertThat(slotsNow()).isEqualTo(10);
        }

        @Test
        void when_a_job_was_sent_then_it_waits_in_the_queue_and_fewer_are_sent_at_once() {
            slots(4);
            store(4);
            var first = claim().orElseThrow();
            var second = claim().orElseThrow();
            bench.upstream.onSubmit = _ -> BUSY;

            bench.submit.claimNext();
            await().until(() -> slotsNow() == 2);

            assertThat(bench.count("select count(*) from execution where state = 'queued'"))
                    .isEqualTo(2);
            bench.jdbi.useHandle(
                    h -> {
                        h.execute("update account_slot set closed_until = null, closed_why = null");
                        h.execute("update execution set not_before = now()");
                    });
            assertThat(claim()).isEmpty();
            end(first);
            assertThat(claim()).isPresent();
            end(second);
        }

        private void end(Claim claim) {
            var claimed = Execution.of(claim);
            bench.executions.intend(claimed);
            var sending = new ExecutionState.Submitting(claim.attempt(), true);
            bench.advance.apply(claimed.with(claimed.epoch(), sending), new Submitted(BUSY, false));
        }
    }

    @Nested
    class GivenAnAccountThatHasFewerSlots {
        @BeforeEach
        void narrow() {
            slots(5);
            bench.slots.narrow("upstream");
            store(20);
        }

        @Test
        void when_it_is_not_long_ago_then_it_has_no_more() {
            pass("9 s");
            assertThat(claimAll()).isEqualTo(3);
            assertThat(slotsNow()).isEqualTo(3);
        }

        @Test
        void when_all_are_in_use_for_long_then_one_more_comes_each_time_up_to_what_it_had() {
            assertThat(claimAll()).isEqualTo(3);
            for (var slots = 4; slots <= 5; slots++) {
                pass("11 s");
                assertThat(claimAll()).isEqualTo(1);
                assertThat(slotsNow()).isEqualTo(slots);
            }
            pass("11 s");
            assertThat(claimAll()).isZero();
            assertThat(bench.count("select count(*) from account_slot where narrowed_to > 0"))
                    .isZero();
        }

        @Test
        void when_they_are_not_all_in_use_then_none_comes() {
            pass("1 hour");
            claim();
            claim();
            assertThat(slotsNow()).isEqualTo(3);
        }
    }

    @Nested
    class GivenAnAccountWithAPace {
        private void pace(int submitsPerMinute) {
            bench.jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update account_slot set submits_per_minute = ?"
                                            + " where account = 'upstream'",
                                    submitsPerMinute));
        }

        @Test
        void when_one_a_minute_may_be_sent_then_the_next_waits_for_a_minute() {
            slots(50);
            pace(1);
            store(5);

            assertThat(claimAll()).isEqualTo(1);
            pass("30 s");
            assertThat(claimAll()).isZero();
            pass("31 s");
            assertThat(claimAll()).isEqualTo(1);
        }

        @Test
        void when_nothing_was_sent_for_long_then_no_more_than_a_second_brings_was_saved_up() {
            slots(50);
            pace(300);
            store(50);
            pass("1 hour");

            var times = claimedBy(1, 10);

            assertThat(times).hasSize(10);
            assertPaced(times, 300);
        }

        @Test
        void when_four_claim_at_once_then_never_more_than_it_allows() throws Exception {
            slots(200);
            pace(1200);
            // Claims of one tenant alone pass each other by; those of several wait for the account.
            IntStream.range(0, 4).forEach(_ -> store(10));

            assertPaced(claimedBy(4, 30), 1200);
        }

        /// Claims until there are so many; when each was, in seconds, in order.
        private List<Double> claimedBy(int workers, int most) {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                IntStream.range(0, workers)
                        .forEach(
                                _ ->
                                        threads.submit(
                                                () -> {
                                                    while (claims() < most) {
                                                        claim();
                                                    }
                                                }));
            }
            return bench.jdbi.withHandle(
                    h ->
                            h.createQuery(
                                            "select extract(epoch from claimed_at)::float8"
                                                    + " from execution"
                                                    + " where claimed_at is not null order by 1")
                                    .mapTo(Double.class)
                                    .list());
        }

        private int claims() {
            return bench.count("select count(*) from execution where state = 'submitting'");
        }

        /// In no stretch of time were there more than a second brings and what that stretch brings.
        private static void assertPaced(List<Double> times, int perMinute) {
            var perSecond = perMinute / 60.0;
            for (var from = 0; from < times.size(); from++) {
                for (var to = from; to < times.size(); to++) {
                    assertThat(to - from + 1)
                            .as("claims from the %dth to the %dth", from, to)
                            .isLessThanOrEqualTo(
                                    (int)
                                            (perSecond * (1 + times.get(to) - times.get(from))
                                                    + 0.01));
                }
            }
        }
    }
}
