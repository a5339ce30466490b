package dev.reelay.worker.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.media.ProbeVideo;
import dev.reelay.worker.media.ProbedVideo;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.FindAnswer.Found;
import dev.reelay.worker.provider.FindAnswer.NotThere;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import dev.reelay.worker.store.S3Objects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxProviderTest {
    private static final S3Objects OBJECTS = WorkerParts.objects();

    @TempDir Path temp;

    private Jdbi jdbi;
    private SandboxWorker worker;

    @BeforeEach
    void open() {
        jdbi = WorkerParts.emptyDatabase();
        jdbi.useHandle(h -> h.execute("truncate sandbox_task"));
        worker = new SandboxWorker(jdbi, OBJECTS);
    }

    @AfterEach
    void close() throws IOException {
        worker.close();
    }

    private int rows() {
        return jdbi.withHandle(
                h -> h.createQuery("select count(*) from sandbox_task").mapTo(int.class).one());
    }

    private void delayIsOver() {
        jdbi.useHandle(h -> h.execute("update sandbox_task set ready_at = now()"));
    }

    @Nested
    class GivenASubmission {
        @Test
        void when_rendered_then_the_clip_is_as_asked() throws Exception {
            var asked =
                    Attempts.of("a red kite").seconds(3).size(640, 360).fps(30).audio().attempt();
            var task = worker.submit(asked);

            var clip = worker.start().fetch(task, temp.resolve("clip.mp4"));

            var found = new ProbeVideo().probe(clip);
            assertThat(found)
                    .extracting(ProbedVideo::width, ProbedVideo::height, ProbedVideo::audio)
                    .containsExactly(640, 360, true);
            assertThat(found.durationMillis()).isCloseTo(3000, within(100L));
            assertThat(found.fps()).isCloseTo(30, within(0.01));
        }

        @Test
        void when_rendered_then_the_doorbell_rings_once() {
            var asked = Attempts.of("a red kite").attempt();

            worker.start().outcome(worker.submit(asked));

            Awaitility.await().until(() -> !worker.rung.isEmpty());
            assertThat(worker.rung).containsExactly(asked.id());
        }

        @Test
        void when_submitted_again_then_it_is_the_same_task() {
            var asked = Attempts.of("a red kite").attempt();

            var once = worker.submit(asked);
            var again = worker.submit(asked);

            assertThat(again).isEqualTo(once);
            assertThat(rows()).isEqualTo(1);
        }

        @Test
        void when_submitted_again_after_its_end_then_it_stays_ended() throws Exception {
            var asked = Attempts.of("a red kite").attempt();
            worker.start().outcome(worker.submit(asked));

            var again = worker.submit(asked);

            assertThat(worker.provider.poll(again)).isInstanceOf(Finished.class);
        }

        @Test
        void when_its_answer_was_lost_then_it_is_found() {
            var asked = Attempts.of("a red kite").attempt();
            var task = worker.submit(asked);

            assertThat(worker.provider.find(asked)).isEqualTo(new Found(task));
            assertThat(worker.provider.find(Attempts.of("x").attempt())).isEqualTo(new NotThere());
        }

        @Test
        void when_another_tenant_asks_then_it_is_not_known() {
            var task = TaskId.of(worker.submit(Attempts.of("a red kite").attempt()));
            var foreign = new TaskId(TenantId.next(), task.attempt());

            worker.provider.cancel(foreign.task());

            assertThat(gaveUp(foreign.task()).message()).isEqualTo("the task is not known");
            assertThat(worker.provider.poll(task.task())).isEqualTo(new Working(0));
        }

        @Test
        void when_it_has_hints_then_it_is_warned_that_they_are_ignored() {
            var answer = worker.provider.submit(Attempts.of("a red kite").hints().attempt());

            assertThat(((Accepted) answer).warnings())
                    .containsExactly(
                            "negative_prompt is ignored: the sandbox has no use for it",
                            "quality is ignored: the sandbox has no use for it",
                            "provider_options is ignored: the sandbox has no use for it");
        }

        @Test
        void when_the_seed_is_the_same_then_so_are_the_bytes() throws Exception {
            var one = worker.submit(Attempts.of("a kite").seed(7).attempt());
            var same = worker.submit(Attempts.of("a kite").seed(7).attempt());
            var next = worker.submit(Attempts.of("a kite").seed(7).output(1).attempt());
            worker.start();

            var clip = worker.fetch(one, temp.resolve("1.mp4"));
            assertThat(worker.fetch(same, temp.resolve("2.mp4"))).hasSameBinaryContentAs(clip);
            assertThat(Files.mismatch(clip, worker.fetch(next, temp.resolve("3.mp4"))))
                    .isNotNegative();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u0000", "\uD800", "%{n} '\"; drop table", "日本 🪁"})
        void when_its_prompt_is_hostile_then_it_is_rendered(String prompt) throws Exception {
            var task = worker.start().submit(Attempts.of(prompt).attempt());

            assertThat(worker.outcome(task)).isInstanceOf(Finished.class);
        }

        @Test
        void when_it_cannot_be_drawn_then_it_is_refused_with_what_can_be() {
            assertRefused(Attempts.of("x").size(321, 180), "even sides from 32 to 4096");
            assertRefused(Attempts.of("x").size(8192, 180), "even sides from 32 to 4096");
            assertRefused(Attempts.of("x").seconds(0), "1 to 300 seconds");
            assertRefused(Attempts.of("x").fps(500), "1 to 120 frames per second");
            assertRefused(Attempts.of("x").mode(Mode.IMAGE), "from a picture or a clip");
            assertThat(rows()).isZero();
        }
    }

    private void assertRefused(Attempts attempts, String why) {
        var answer = (Refused) worker.provider.submit(attempts.attempt());
        assertThat(answer.failure().reason()).isEqualTo(Reason.INVALID_INPUT);
        assertThat(answer.failure().message()).contains(why);
    }

    private Failure gaveUp(ProviderTask task) {
        return ((GaveUp) worker.provider.poll(task)).failure();
    }

    @Nested
    class GivenADirective {
        @ParameterizedTest
        @CsvSource({
            "content_policy, CONTENT_POLICY",
            "provider_error, PROVIDER_ERROR",
            "timeout, TIMEOUT"
        })
        void when_its_delay_is_over_then_the_outcome_is_seen(String outcome, Reason reason) {
            var prompt = "a kite [sandbox outcome=%s delay=600s]".formatted(outcome);
            var task = worker.submit(Attempts.of(prompt).attempt());
            assertThat(worker.provider.poll(task)).isEqualTo(new Working(-1));

            delayIsOver();

            assertThat(gaveUp(task).reason()).isEqualTo(reason);
        }

        @Test
        void when_it_is_stuck_then_it_works_for_ever_until_it_is_cancelled() {
            var task = worker.submit(Attempts.of("[sandbox outcome=stuck]").attempt());
            assertThat(worker.provider.poll(task)).isEqualTo(new Working(-1));

            worker.provider.cancel(task);

            assertThat(gaveUp(task).reason()).isEqualTo(Reason.CANCELLED);
        }

        @Test
        void when_it_delays_a_clip_then_it_is_rendered_but_not_shown_before() {
            var task = worker.submit(Attempts.of("a kite [sandbox delay=600s]").attempt());
            worker.start();
            Awaitility.await().until(() -> worker.provider.poll(task).equals(new Working(99)));

            delayIsOver();

            assertThat(worker.provider.poll(task)).isInstanceOf(Finished.class);
        }

        @Test
        void when_it_is_not_understood_then_the_submission_is_refused() {
            assertRefused(
                    Attempts.of("a kite [sandbox outcome=win]"),
                    "outcome=win; allowed: completed, content_policy, provider_error, timeout,"
                            + " stuck");
            assertThat(rows()).isZero();
        }

        @Test
        void when_it_asks_for_a_tiny_clip_then_one_second_is_served_from_any_worker()
                throws Exception {
            var task = worker.submit(Attempts.of("[sandbox clip=tiny]").seconds(30).attempt());

            var clip = worker.fetch(task, temp.resolve("tiny.mp4"));

            assertThat(new ProbeVideo().probe(clip).durationMillis()).isEqualTo(1000);
            try (var other = new SandboxWorker(jdbi, OBJECTS)) {
                assertThat(other.fetch(task, temp.resolve("other.mp4")))
                        .hasSameBinaryContentAs(clip);
            }
        }

        @Test
        void when_a_long_render_runs_then_tiny_clips_and_failures_do_not_wait() throws Exception {
            worker.start();
            var large = worker.submit(Attempts.of("large").seconds(300).size(1920, 1080).attempt());
            Awaitility.await()
                    .until(() -> worker.provider.poll(large) instanceof Working(var p) && p > 0);

            var tiny = worker.submit(Attempts.of("[sandbox clip=tiny]").attempt());
            var failing = worker.submit(Attempts.of("[sandbox outcome=timeout]").attempt());

            assertThat(worker.provider.poll(tiny)).isInstanceOf(Finished.class);
            assertThat(worker.provider.poll(failing)).isInstanceOf(GaveUp.class);
            assertThat(worker.provider.poll(large)).isInstanceOf(Working.class);
        }
    }
}
