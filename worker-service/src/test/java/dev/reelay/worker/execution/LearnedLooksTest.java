package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.pace.ClipKind;
import dev.reelay.worker.pace.SeenDone;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.SubmitAnswer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// When executions are looked at whose provider's pace is learned: so far, renders took from 40 to
/// 80 seconds.
class LearnedLooksTest {
    /// Five seconds are ordered, for which the second route renders eight.
    private static final ClipKind KIND = new ClipKind("second", "clip-uno", "720p", 8);

    private static final Duration USUAL = Duration.ofSeconds(60);

    private Bench bench;
    private JobSpec job;

    /// One that the second provider, of which this is learned, has accepted.
    @BeforeEach
    void accept() {
        bench = new Bench(WorkerParts.emptyDatabase());
        for (var seconds = 40; seconds <= 80; seconds++) {
            var took = Duration.ofSeconds(seconds);
            bench.learned
                    .pace()
                    .note(KIND, USUAL, new SeenDone(Duration.ZERO, took, true, 1, null));
        }
        bench.learned.share();
        bench.upstream.onSubmit =
                _ -> new SubmitAnswer.Refused(new Failure(Reason.INVALID_INPUT, "no"));
        job = bench.stored();
        await().until(
                        () -> {
                            bench.submit.claimNext();
                            return bench.state(job.job()).equals("in_progress");
                        });
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private double seconds(String of) {
        return number("extract(epoch from " + of + ")");
    }

    private double number(String of) {
        return bench.jdbi.withHandle(
                h -> h.createQuery("select " + of + " from timer").mapTo(Double.class).one());
    }

    /// By the plan that its kind has now.
    private Duration look(int number) {
        return Duration.ofMillis(bench.count("select looks_ms[" + number + "] from render_plan"));
    }

    private Duration due() {
        return Duration.ofMillis((long) number("extract(epoch from due_at - begun_at) * 1000"));
    }

    /// As if it had been accepted so long ago, and were looked at now.
    private void lookAt(Duration age) {
        bench.jdbi.useHandle(
                h ->
                        h.execute(
                                "update timer set due_at = now(),"
                                        + " begun_at = now() - ? * interval '1 ms'",
                                age.toMillis()));
        bench.watch.lookAtDue();
        await().until(bench.work::idle);
    }

    private UUID attempt() {
        return bench.jdbi.withHandle(
                h -> h.createQuery("select attempt_id from execution").mapTo(UUID.class).one());
    }

    @Test
    void when_it_is_accepted_then_the_first_look_is_when_the_first_of_its_kind_may_have_ended() {
        assertThat(due()).isBetween(look(1), look(2));
        assertThat(due()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    @Nested
    class GivenThatItIsLookedAt {
        @Test
        void when_it_still_works_then_the_next_look_is_one_step_of_the_plan_later() {
            lookAt(look(2));

            assertThat(due().toMillis()).isCloseTo(look(3).toMillis(), within(300L));
        }

        @Test
        void when_others_have_taken_longer_meanwhile_then_the_next_look_is_by_what_is_known_now() {
            var before = look(3);
            for (var i = 0; i < 500; i++) {
                var took = Duration.ofSeconds(300 + i % 40);
                bench.learned
                        .pace()
                        .note(KIND, USUAL, new SeenDone(Duration.ZERO, took, true, 1, null));
            }
            bench.jdbi.useHandle(
                    h -> h.execute("update render_pace set updated_at = now() - interval '1 h'"));
            bench.learned.share();
            lookAt(before);

            assertThat(due()).isGreaterThan(before.plusSeconds(20));
        }

        @Test
        void when_it_was_looked_at_too_often_then_the_next_look_is_later() {
            bench.jdbi.useHandle(h -> h.execute("update timer set made = 6"));
            lookAt(look(2));

            assertThat(due()).isGreaterThan(look(3).plusMillis(500));
        }

        @Test
        void when_looks_were_missed_then_they_are_not_made_up_for() {
            lookAt(look(4).plusMillis(1));

            assertThat(bench.count("select polls from timer")).isEqualTo(1);
            assertThat(due()).isGreaterThanOrEqualTo(look(5));
        }

        @Test
        void when_its_provider_has_called_back_then_that_is_no_look_of_the_plan() {
            bench.doorbell.ring(attempt());
            bench.watch.lookAtDue();
            await().until(bench.work::idle);

            assertThat(bench.count("select polls from timer")).isEqualTo(1);
            assertThat(bench.count("select made from timer")).isZero();
            assertThat(due()).isBetween(look(1), look(2));
        }

        @Test
        void when_it_still_works_then_that_is_learned() {
            lookAt(look(2));
            var before = passed();
            bench.learned.share();

            assertThat(passed()).isCloseTo(before + 1, within(0.5));
        }

        private double passed() {
            return bench.jdbi.withHandle(
                    h ->
                            h.createQuery("select passed[1] from render_pace")
                                    .mapTo(Double.class)
                                    .one());
        }

        @Test
        void when_its_kind_has_no_plan_yet_then_that_of_its_acceptance_holds() {
            var next = look(3);
            bench.jdbi.useHandle(h -> h.execute("delete from render_plan"));
            lookAt(Duration.ofMillis((long) number("looks_ms[2]")));

            assertThat(due().toMillis()).isCloseTo(next.toMillis(), within(300L));
        }

        /// As timers of before the plans of kinds have it, of providers that are not learned.
        @Test
        void when_only_its_first_look_was_planned_then_waits_grow() {
            bench.jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update timer set looks_ms = '{1}', rendered = null,"
                                            + " wait_ms = 10000"));
            lookAt(Duration.ofHours(1));

            assertThat(seconds("due_at - looked_at")).isBetween(9.0, 11.0);
        }

        @Test
        void when_nothing_is_planned_then_waits_grow() {
            bench.jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update timer set looks_ms = null, rendered = null,"
                                            + " wait_ms = 10000, due_at = now()"));
            bench.watch.lookAtDue();
            await().until(bench.work::idle);

            assertThat(seconds("due_at - looked_at")).isBetween(9.0, 11.0);
            assertThat(bench.count("select wait_ms from timer")).isEqualTo(13_001);
        }
    }

    @Nested
    class GivenThatItIsDone {
        @Test
        void when_that_is_seen_then_it_is_learned_and_shown_to_operators() {
            bench.second.onPoll =
                    _ ->
                            new PollAnswer.Finished(
                                    new ProviderFile("nowhere"), Duration.ofSeconds(40));
            lookAt(Duration.ofSeconds(55));
            await().until(() -> bench.state(job.job()).equals("storing"));
            await().until(bench.work::idle);
            bench.learned.share();

            var shown = bench.learned.shown().data();
            assertThat(shown).hasSize(1);
            assertThat(shown.getFirst().provider()).isEqualTo("second");
            assertThat(shown.getFirst().renders()).isEqualTo(42);
            assertThat(shown.getFirst().callsPerRender()).isEqualTo(1);
            assertThat(shown.getFirst().overheadMs()).isBetween(14_900L, 55_000L);
            var kind = shown.getFirst().kinds().getFirst();
            assertThat(List.of(kind.model(), kind.resolution(), kind.seconds()))
                    .isEqualTo(List.of("clip-uno", "720p", 8));
        }
    }
}
