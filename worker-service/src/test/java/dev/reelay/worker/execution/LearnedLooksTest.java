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

    private Bench bench;
    private JobSpec job;

    /// One that the second provider, of which this is learned, has accepted.
    @BeforeEach
    void accept() {
        bench = new Bench(WorkerParts.emptyDatabase());
        for (var seconds = 40; seconds <= 80; seconds++) {
            var took = Duration.ofSeconds(seconds);
            bench.learned.pace().note(KIND, new SeenDone(Duration.ZERO, took, true, 1, null));
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

    /// As if so much time had passed since the upstream accepted it.
    private void pass(Duration time) {
        bench.jdbi.useHandle(
                h ->
                        h.execute(
                                "update timer set begun_at = begun_at - ? * interval '1 ms',"
                                        + " due_at = due_at - ? * interval '1 ms'",
                                time.toMillis(),
                                time.toMillis()));
    }

    private Duration look(int number) {
        return Duration.ofMillis((long) number("looks_ms[" + number + "]"));
    }

    private UUID attempt() {
        return bench.jdbi.withHandle(
                h -> h.createQuery("select attempt_id from execution").mapTo(UUID.class).one());
    }

    @Test
    void when_it_is_accepted_then_the_first_look_is_when_the_first_of_its_kind_may_have_ended() {
        assertThat(seconds("due_at - begun_at"))
                .isBetween(42.0, 60.0); // a tenth takes less than 44
        assertThat(seconds("due_at - begun_at"))
                .isCloseTo(look(1).toMillis() / 1000.0, within(0.01));
    }

    @Nested
    class GivenThatItIsLookedAt {
        @Test
        void when_it_still_works_then_the_next_look_is_the_next_that_was_planned() {
            pass(look(1));
            bench.watch.lookAtDue();
            await().until(bench.work::idle);

            assertThat(seconds("due_at - begun_at"))
                    .isCloseTo(look(2).toMillis() / 1000.0, within(0.01));
        }

        @Test
        void when_looks_were_missed_then_they_are_not_made_up_for() {
            pass(look(3).plusMillis(1));
            bench.watch.lookAtDue();
            await().until(bench.work::idle);

            assertThat(bench.count("select polls from timer")).isEqualTo(1);
            assertThat(seconds("due_at - begun_at"))
                    .isGreaterThanOrEqualTo(look(4).toMillis() / 1000.0);
        }

        @Test
        void when_its_provider_has_called_back_then_what_was_planned_stays() {
            bench.doorbell.ring(attempt());
            bench.watch.lookAtDue();
            await().until(bench.work::idle);

            assertThat(bench.count("select polls from timer")).isEqualTo(1);
            assertThat(seconds("due_at - begun_at"))
                    .isCloseTo(look(1).toMillis() / 1000.0, within(0.01));
        }

        @Test
        void when_the_plan_is_over_then_waits_grow() {
            bench.jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update timer set looks_ms = '{1}', wait_ms = 10000,"
                                            + " due_at = now(), begun_at = now() - interval '1 h'"));
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
            pass(Duration.ofSeconds(55));
            bench.makeDue();
            bench.watch.lookAtDue();
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
