package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Part;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.fidelity.Mismatch.Kind;
import dev.reelay.worker.fidelity.MismatchRoutes;
import dev.reelay.worker.fidelity.MismatchRoutes.Found;
import dev.reelay.worker.fidelity.RealMismatches;
import dev.reelay.worker.internal.Refused.Invalid;
import dev.reelay.worker.media.RealFfmpeg;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.store.S3Objects;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Five seconds of 720p are ordered, and the provider makes one second of 320x180.
class MismatchTest {
    private static final S3Objects OBJECTS = WorkerParts.objects();
    private static final String SHORT = "the clip is 1 s long; 5 s were ordered";
    private static final String SMALL = "the picture is 320x180; 1280x720 was ordered";

    @TempDir private static Path folder;

    private Bench bench = bench("record");

    private static Bench bench(String policy) {
        return new Bench(
                WorkerParts.emptyDatabase(),
                OBJECTS,
                new Upstream("upstream"),
                Map.of("reelay.fidelity.policy", policy));
    }

    @BeforeAll
    static void make() throws Exception {
        RealFfmpeg.make(
                folder.resolve("clip.mp4"),
                "-f lavfi -i testsrc=size=320x180:rate=24:duration=1 -pix_fmt yuv420p -f mp4");
    }

    @AfterEach
    void close() {
        assertThat(bench.slots.recount()).isEmpty();
        bench.close();
    }

    /// The report of a job that such a clip was made for.
    private JobReport made(String policy) {
        bench.close();
        bench = bench(policy);
        var file = new ProviderFile(folder.resolve("clip.mp4").toString());
        bench.upstream.onPoll = _ -> new PollAnswer.Finished(file);
        var execution = bench.inProgress();
        bench.makeDue();
        bench.watch.lookAtDue();
        await().until(
                        () ->
                                !List.of("in_progress", "storing")
                                        .contains(bench.state(execution.job())));
        return bench.reports.owed(execution.job());
    }

    private Found shown() {
        var all = RealMismatches.routes(bench.jdbi).page(null, null).data();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void when_it_is_recorded_then_the_tenant_is_warned_and_pays_for_the_clip() {
        var report = made("record");

        assertThat(report.status()).isEqualTo(Status.COMPLETED);
        assertThat(report.warnings()).containsExactlyInAnyOrder(SHORT, SMALL);
        assertThat(report.outputs().getFirst().paid()).isNull();
        assertThat(shown().delivered()).isTrue();
        assertThat(shown().provider()).isEqualTo("upstream");
        assertThat(new ObjectMapper().findAndRegisterModules().valueToTree(shown()).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "object",
                        "job",
                        "tenant",
                        "output",
                        "delivered",
                        "provider",
                        "account",
                        "model",
                        "mismatches",
                        "ended_at");
        assertThat(shown().mismatches())
                .extracting(one -> one.kind())
                .containsExactly(Kind.TOO_SHORT, Kind.TOO_SMALL);
    }

    @Test
    void when_a_share_is_refunded_then_a_second_of_five_is_paid() {
        var report = made("refund-share");

        assertThat(report.status()).isEqualTo(Status.COMPLETED);
        assertThat(report.outputs().getFirst().paid()).isEqualTo(new Part(1000, 5000));
        assertThat(report.warnings()).contains(SHORT);
    }

    @Test
    void when_such_a_clip_is_to_fail_then_the_job_fails_and_its_file_is_swept() {
        var report = made("fail");

        assertThat(report.status()).isEqualTo(Status.FAILED);
        assertThat(report.outputs()).isEmpty();
        var failure = Objects.requireNonNull(report.failure());
        assertThat(failure.reason()).isEqualTo(Reason.PROVIDER_ERROR);
        assertThat(failure.message()).contains(SHORT).contains(SMALL);
        assertThat(shown().delivered()).isFalse();

        bench.jdbi.useHandle(h -> h.execute("update job set sweep_at = now()"));
        assertThat(bench.leftovers.sweep()).isTrue();
        assertThat(OBJECTS.list("outputs/" + report.tenant() + "/" + report.job() + "/")).isEmpty();
    }

    @Nested
    class GivenFiveOfWhichFourEndedAtOnce {
        private final MismatchRoutes routes = RealMismatches.routes(bench.jdbi);

        @BeforeEach
        void make() {
            for (var i = 0; i < 5; i++) {
                bench.inProgress();
            }
            bench.jdbi.useHandle(
                    h -> {
                        h.execute(
                                "update execution set mismatches = '[]', ended_at ="
                                        + " '2026-05-01T10:00:00.123456Z'");
                        h.execute(
                                "update execution set ended_at = ended_at + interval '1 microsecond'"
                                        + " where job_id = (select max(job_id::text)::uuid from execution)");
                    });
        }

        @Test
        void when_they_are_asked_for_in_pages_then_each_is_shown_once_the_newest_first() {
            var seen = new ArrayList<UUID>();
            String after = null;
            do {
                var page = routes.page(after, "2");
                assertThat(page.data()).hasSizeLessThanOrEqualTo(2);
                page.data().forEach(one -> seen.add(one.job()));
                assertThat(page.hasMore()).isEqualTo(page.nextCursor() != null);
                after = page.nextCursor();
            } while (after != null);

            assertThat(seen).hasSize(5).doesNotHaveDuplicates();
            var newest = seen.stream().max(Comparator.comparing(UUID::toString)).orElseThrow();
            assertThat(seen.getFirst()).isEqualTo(newest);
        }

        @Test
        void when_a_page_is_asked_for_wrongly_then_that_is_said() {
            for (var after : List.of("", "x", "1_2_3", "0_" + UUID.randomUUID() + "_")) {
                assertThatThrownBy(() -> routes.page(after, null)).isInstanceOf(Invalid.class);
            }
            for (var limit : List.of("", "0", "201", "-1", "1e2")) {
                assertThatThrownBy(() -> routes.page(null, limit)).isInstanceOf(Invalid.class);
            }
        }
    }
}
