package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.execution.ExecutionEvent.Polled;
import dev.reelay.worker.execution.ExecutionEvent.Stored;
import dev.reelay.worker.media.RealFfmpeg;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.store.S3Objects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BringHomeTest {
    private static final S3Objects OBJECTS = WorkerParts.objects();

    @TempDir static Path folder;

    private Bench bench;
    private Bench other;
    private ProviderFile clip;

    @BeforeAll
    static void render() {
        RealFfmpeg.make(
                folder.resolve("clip.mp4"),
                "-f lavfi -i testsrc=size=320x180:rate=24:duration=1 -pix_fmt yuv420p -f mp4");
    }

    @BeforeEach
    void open() {
        var jdbi = WorkerParts.emptyDatabase();
        bench = new Bench(jdbi, OBJECTS, new Upstream("upstream"));
        other = new Bench(jdbi, OBJECTS, bench.upstream);
        clip = new ProviderFile(folder.resolve("clip.mp4").toString());
        bench.upstream.onPoll = _ -> new PollAnswer.Finished(clip);
    }

    @AfterEach
    void close() {
        assertThat(bench.slots.recount()).isEmpty();
        bench.close();
        other.close();
    }

    private List<String> objects(Execution execution) {
        return OBJECTS.list("outputs/" + execution.tenant() + "/" + execution.job() + "/");
    }

    private Execution storing() {
        var finished = new Polled(new PollAnswer.Finished(clip));
        return bench.advance.apply(bench.inProgress(), finished).live().orElseThrow();
    }

    @Test
    void when_the_render_is_done_then_the_clip_is_stored_and_the_job_completed() {
        var execution = bench.inProgress();

        bench.makeDue();
        bench.watch.lookAtDue();

        await().until(() -> bench.state(execution.job()).equals("completed"));
        var report = bench.reports.owed(execution.job());
        assertThat(report.status()).isEqualTo(Status.COMPLETED);
        assertThat(report.progress()).isEqualTo(100);
        assertThat(report.failure()).isNull();
        assertThat(report.endedAt()).isNotNull();
        assertThat(report.outputs()).hasSize(1);
        var output = report.outputs().getFirst();
        assertThat(output.width()).isEqualTo(320);
        assertThat(objects(execution))
                .containsExactlyInAnyOrder(
                        output.key(), output.thumbnailKey(), output.spritesheetKey());
        assertThat(bench.count("select count(*) from timer")).isZero();
        assertThat(bench.count("select in_flight from tenant_slot")).isZero();
    }

    @Test
    void when_two_workers_see_the_end_then_one_stores_it() {
        var execution = bench.inProgress();
        var finished = new Polled(new PollAnswer.Finished(clip));

        var first = bench.advance.apply(execution, finished);
        var second = other.advance.apply(execution, finished);

        assertThat(first.live()).isPresent();
        assertThat(second).isInstanceOf(Outcome.TooLate.class);
    }

    @Test
    void when_the_bringer_dies_then_another_stores_it_and_the_first_ones_objects_are_swept()
            throws Exception {
        var abandoned = storing(); // and uploaded, but its worker died before it could say so
        var stray = folder.resolve("clip.mp4");
        var key = "outputs/" + abandoned.tenant() + "/" + abandoned.job() + "/0/2/video.mp4";
        OBJECTS.put(key, stray, "video/mp4");

        other.makeDue();
        other.watch.lookAtDue();

        await().until(() -> other.state(abandoned.job()).equals("completed"));
        var output = other.reports.owed(abandoned.job()).outputs().getFirst();
        assertThat(output.key()).contains("/0/3/");
        assertThat(Files.size(stray)).isEqualTo(output.bytes());

        other.jdbi.useHandle(h -> h.execute("update job set sweep_at = now()"));
        assertThat(other.leftovers.sweep()).isTrue();
        assertThat(objects(abandoned))
                .containsExactlyInAnyOrder(
                        output.key(), output.thumbnailKey(), output.spritesheetKey());
        assertThat(other.leftovers.sweep()).isFalse();
    }

    @Test
    void when_the_first_bringer_comes_back_late_then_its_file_is_not_the_one() {
        var abandoned = storing();
        other.makeDue();
        other.watch.lookAtDue();
        await().until(() -> other.state(abandoned.job()).equals("completed"));

        bench.bringHome.bring(abandoned);

        await().until(bench.work::idle);
        var output = other.reports.owed(abandoned.job()).outputs().getFirst();
        assertThat(output.key()).contains("/0/3/");
        assertThat(objects(abandoned))
                .containsExactlyInAnyOrder(
                        output.key(), output.thumbnailKey(), output.spritesheetKey());
    }

    @Test
    void when_the_bringer_lives_then_a_doorbell_does_not_take_its_file_away() {
        var execution = storing();

        bench.doorbell.ring(Bench.attempt(execution));

        assertThat(bench.due()).isEmpty();
    }

    @Test
    void when_the_file_cannot_be_fetched_now_then_it_is_tried_again() {
        clip = new ProviderFile(folder.resolve("later.mp4").toString());
        var execution = storing();

        bench.bringHome.bring(execution);
        await().until(bench.work::idle);
        assertThat(bench.state(execution.job())).isEqualTo("storing");
        assertThat(bench.count("select count(*) from timer where due_at < now() + interval '5 s'"))
                .isEqualTo(1);

        clip = new ProviderFile(folder.resolve("clip.mp4").toString());
        bench.jdbi.useHandle(
                h -> h.execute("update execution set provider_file = ?", clip.location()));
        bench.makeDue();
        bench.watch.lookAtDue();
        await().until(() -> bench.state(execution.job()).equals("completed"));
    }

    @Test
    void when_the_file_is_no_clip_then_the_job_failed() throws Exception {
        var page = Files.writeString(folder.resolve("page.html"), "<html>404</html>");
        clip = new ProviderFile(page.toString());
        var execution = storing();

        bench.bringHome.bring(execution);

        await().until(() -> bench.state(execution.job()).equals("failed"));
        assertThat(bench.reason(execution.job())).isEqualTo(Reason.PROVIDER_ERROR);
        assertThat(objects(execution)).isEmpty();
    }

    @Test
    void when_one_of_two_outputs_is_delivered_then_the_job_is_completed_with_it() {
        var later = Instant.now().plus(Duration.ofMinutes(5));
        var spec = Bench.spec(TenantId.next(), 2, 1, 10, later);
        bench.intake.store(List.of(spec));
        bench.upstream.onSubmit =
                attempt ->
                        attempt.output() == 0
                                ? new SubmitAnswer.Accepted(Upstream.task(attempt.id()), List.of())
                                : new SubmitAnswer.Refused(ExecutionMachine.NO_ROUTE);
        bench.second.onSubmit = bench.upstream.onSubmit;
        bench.submit.claimNext();
        bench.submit.claimNext();
        await().until(() -> bench.state(spec.job()).equals("in_progress,queued"));
        bench.submit.claimNext();
        await().until(() -> bench.state(spec.job()).equals("in_progress,failed"));
        assertThat(bench.status(spec.job())).isEqualTo("in_progress");

        bench.makeDue();
        bench.watch.lookAtDue();

        await().until(() -> bench.state(spec.job()).equals("completed,failed"));
        var report = bench.reports.owed(spec.job());
        assertThat(report.status()).isEqualTo(Status.COMPLETED);
        assertThat(report.failure()).isNull();
        assertThat(report.progress()).isEqualTo(100);
        assertThat(report.outputs()).hasSize(1);
    }

    @Test
    void when_a_late_step_says_stored_under_an_old_epoch_then_nothing_changes() {
        var abandoned = storing();
        var taken = other.executions.takeAbandonedFile(abandoned).orElseThrow();
        var asset = new Stored(output(abandoned));

        assertThat(bench.advance.apply(abandoned, asset)).isInstanceOf(Outcome.TooLate.class);
        assertThat(other.advance.apply(taken, asset)).isInstanceOf(Outcome.Over.class);
    }

    private static Output output(Execution execution) {
        return new Output(
                execution.output(), "k", "video/mp4", 1, "00", 2, 2, 1000, false, null, null);
    }
}
