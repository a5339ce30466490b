package dev.reelay.worker.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.media.Ffmpeg;
import dev.reelay.worker.media.RealFfmpeg;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.store.S3Objects;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderLoopTest {
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

    private static Attempts large() {
        return Attempts.of("large").seconds(300).size(1920, 1080);
    }

    private static void awaitRendering() {
        Awaitility.await().until(() -> children() > 0);
    }

    private static Stream<ProcessHandle> ffmpegs() {
        return ProcessHandle.current()
                .descendants()
                .filter(p -> p.info().command().orElse("").contains("ffmpeg"));
    }

    private static long children() {
        return ffmpegs().count();
    }

    private static void awaitNoChild() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> children() == 0);
    }

    private void leaseIsOver() {
        jdbi.useHandle(
                h -> h.execute("update sandbox_task set lease_until = now() - interval '1 ms'"));
    }

    @Nested
    class GivenARenderThatRuns {
        @Test
        void when_it_is_cancelled_here_then_its_child_is_killed_at_once() {
            var task = worker.start().submit(large().attempt());
            awaitRendering();

            worker.provider.cancel(task);

            awaitNoChild();
            assertThat(((GaveUp) worker.provider.poll(task)).failure().reason())
                    .isEqualTo(Reason.CANCELLED);
        }

        @Test
        void when_it_is_cancelled_elsewhere_then_its_child_is_killed_with_the_next_beat()
                throws IOException {
            var task = worker.start().submit(large().attempt());
            awaitRendering();

            try (var other = new SandboxWorker(jdbi, OBJECTS)) {
                other.provider.cancel(task);
            }

            awaitNoChild();
        }

        @Test
        void when_its_child_is_killed_from_outside_then_it_is_rendered_again() {
            var task = worker.start().submit(Attempts.of("a kite").seconds(60).attempt());
            awaitRendering();

            ffmpegs().forEach(ProcessHandle::destroyForcibly);

            assertThat(worker.outcome(task)).isInstanceOf(Finished.class);
        }

        @Test
        void when_its_worker_leaves_then_another_takes_it_over_at_once() throws IOException {
            var task = worker.start().submit(large().attempt());
            awaitRendering();

            worker.work.stop();

            awaitNoChild();
            Awaitility.await().until(() -> worker.tasks.claim(Duration.ofSeconds(15)).isPresent());
        }

        @Test
        void when_it_renders_then_its_lease_is_renewed() {
            var task = worker.start().submit(large().attempt());
            awaitRendering();
            leaseIsOver(); // for a moment, until the next beat; nobody else looks

            Awaitility.await()
                    .until(
                            () ->
                                    jdbi.withHandle(
                                            h ->
                                                    h.createQuery(
                                                                    "select lease_until > now()"
                                                                            + " from sandbox_task")
                                                            .mapTo(boolean.class)
                                                            .one()));
        }

        @Test
        void when_there_are_more_than_there_is_room_for_then_they_wait() {
            worker.start();
            var first = worker.submit(large().attempt());
            awaitRendering();
            var second = worker.submit(Attempts.of("second").attempt());
            assertThat(worker.provider.poll(second)).isEqualTo(new Working(0));

            worker.provider.cancel(first);

            assertThat(worker.outcome(second)).isInstanceOf(Finished.class);
        }
    }

    @Nested
    class GivenARendererThatDied {
        @Test
        void when_its_lease_is_over_then_another_renders_anew_and_the_late_one_changes_nothing() {
            var task = worker.submit(Attempts.of("a kite").attempt());
            var dead = worker.tasks.claim(Duration.ofSeconds(15)).orElseThrow();
            leaseIsOver();

            assertThat(worker.start().outcome(task)).isInstanceOf(Finished.class);

            assertThat(worker.tasks.beat(dead, 50, Duration.ofSeconds(15))).isFalse();
            assertThat(worker.tasks.done(dead)).isFalse();
            worker.tasks.giveBack(dead, Duration.ZERO, false);
            assertThat(worker.provider.poll(task)).isInstanceOf(Finished.class);
        }

        @Test
        void when_another_renders_then_the_late_one_has_no_say() {
            var task = worker.submit(Attempts.of("a kite").attempt());
            var dead = worker.tasks.claim(Duration.ofSeconds(15)).orElseThrow();
            leaseIsOver();
            var other = worker.tasks.claim(Duration.ofSeconds(15)).orElseThrow();

            assertThat(worker.tasks.done(dead)).isFalse();
            assertThat(worker.tasks.beat(dead, 50, Duration.ofSeconds(15))).isFalse();
            assertThat(worker.tasks.failed(dead, new Failure(Reason.TIMEOUT, "late"))).isFalse();
            worker.tasks.giveBack(dead, Duration.ZERO, true);

            assertThat(worker.tasks.beat(other, 10, Duration.ofSeconds(15))).isTrue();
            assertThat(worker.provider.poll(task)).isEqualTo(new Working(10));
        }

        @Test
        void when_its_lease_runs_then_nobody_else_renders() {
            worker.submit(Attempts.of("a kite").attempt());
            assertThat(worker.tasks.claim(Duration.ofSeconds(15))).isPresent();

            assertThat(worker.tasks.claim(Duration.ofSeconds(15))).isEmpty();
        }

        @Test
        void when_every_renderer_dies_then_the_task_is_given_up() {
            var task = worker.submit(Attempts.of("a kite").attempt());
            for (var i = 0; i < worker.config.mostCrashes(); i++) {
                assertThat(worker.tasks.claim(Duration.ofSeconds(15))).isPresent();
                leaseIsOver();
            }

            var outcome = (GaveUp) worker.start().outcome(task);

            assertThat(outcome.failure().message())
                    .isEqualTo("the sandbox's renderer died 5 times");
        }
    }

    @Nested
    class GivenManyTasks {
        @Test
        void when_two_workers_claim_at_once_then_each_task_is_claimed_once() throws Exception {
            IntStream.range(0, 40)
                    .forEach(i -> worker.submit(Attempts.of("a kite " + i).attempt()));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var claims =
                        threads.invokeAll(
                                IntStream.range(0, 40)
                                        .<Callable<TaskId>>mapToObj(i -> this::claimOne)
                                        .toList());
                assertThat(claims).extracting(c -> c.get()).doesNotHaveDuplicates().hasSize(40);
            }
        }

        private TaskId claimOne() {
            return Awaitility.await()
                    .until(() -> worker.tasks.claim(Duration.ofSeconds(15)), c -> c.isPresent())
                    .orElseThrow()
                    .id();
        }
    }

    @Nested
    class GivenAStoreThatIsAway {
        @Test
        void when_it_is_back_then_the_clip_is_rendered_again() throws Exception {
            var task = worker.submit(Attempts.of("a kite").attempt());
            try (var cutOff = new SandboxWorker(jdbi, WorkerParts.noObjects())) {
                cutOff.start();
                Awaitility.await().until(this::wasGivenBack);
            }

            assertThat(worker.start().outcome(task)).isInstanceOf(Finished.class);
        }

        private boolean wasGivenBack() {
            return jdbi.withHandle(
                    h ->
                            h.createQuery(
                                                    "select count(*) from sandbox_task"
                                                            + " where state = 'queued' and epoch > 0"
                                                            + " and claim_at > now()")
                                            .mapTo(int.class)
                                            .one()
                                    == 1);
        }
    }

    @Nested
    class GivenNoFfmpeg {
        @Test
        void when_a_clip_is_asked_for_then_the_verdict_says_why() throws IOException {
            var none = new Ffmpeg(RealFfmpeg.config(temp.resolve("ffmpeg")), RealFfmpeg.FILES);
            try (var broken = new SandboxWorker(jdbi, OBJECTS, none, Map.of())) {
                var task = broken.start().submit(Attempts.of("a kite").attempt());

                var failure = ((GaveUp) broken.outcome(task)).failure();

                assertThat(failure.reason()).isEqualTo(Reason.PROVIDER_ERROR);
                assertThat(failure.message())
                        .isEqualTo("the sandbox's renderer cannot be run on this installation");
                var tiny = broken.submit(Attempts.of("[sandbox clip=tiny]").attempt());
                var file = ((Finished) broken.provider.poll(tiny)).file();
                assertThatThrownBy(() -> broken.provider.open(file))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("cannot be run");
            }
        }
    }
}
