package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.event.JobMessage.CancelAsked;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.media.RealFfmpeg;
import dev.reelay.worker.store.S3Objects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/// From an input's address to a job that can be claimed, or has failed.
class FetchInputsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final S3Objects objects = WorkerParts.objects();
    private final PictureServer server = new PictureServer();
    private Jdbi jdbi;
    private Bench bench;

    @BeforeEach
    void open() {
        jdbi = WorkerParts.emptyDatabase();
        bench = new Bench(jdbi, objects, new Upstream("upstream"));
    }

    @AfterEach
    void close() {
        bench.close();
        server.close();
    }

    private JobSpec stored(URI... addresses) {
        return stored(TenantId.next(), 1, addresses);
    }

    private JobSpec stored(TenantId tenant, int outputs, URI... addresses) {
        var plain = Bench.spec(tenant, outputs, 1, 100, Instant.now().plus(Duration.ofMinutes(15)));
        var inputs = new ArrayList<JobSpec.Input>();
        for (var address : addresses) {
            inputs.add(
                    new JobSpec.Input(
                            inputs.isEmpty() ? Role.FIRST_FRAME : Role.LAST_FRAME,
                            "inputs/" + tenant + "/" + plain.job() + "/" + inputs.size(),
                            null,
                            address));
        }
        var spec = plain.withInputs(inputs);
        bench.intake.store(List.of(spec));
        return spec;
    }

    /// Fetches what is due and waits until it is done.
    private void fetch() {
        bench.fetch.fetchDue();
        await().atMost(LONG).until(bench.work::idle);
    }

    private void makeDue() {
        jdbi.useHandle(
                h -> h.execute("update input_fetch set due_at = now(), claimed_until = null"));
    }

    private boolean isClaimable() {
        return !bench.claimIfAny().isEmpty();
    }

    private Failure failure(JobSpec spec) {
        return Objects.requireNonNull(bench.reports.owed(spec.job()).failure());
    }

    private void assertFailed(JobSpec spec, String message) {
        assertThat(bench.state(spec.job())).isEqualTo("failed");
        assertThat(failure(spec)).isEqualTo(new Failure(Reason.INVALID_INPUT, message));
        assertThat(bench.count("select count(*) from attempt")).isZero();
        assertThat(bench.slots.recount()).isEmpty();
    }

    private byte[] object(String key) throws IOException {
        try (var object = objects.open(key)) {
            return object.readAllBytes();
        }
    }

    @Nested
    class GivenAClipWhereAPictureIsNeeded {
        private JobSpec stored() {
            var plain = Bench.spec(TenantId.next());
            var key = "inputs/" + plain.tenant() + "/" + plain.job() + "/0_first_frame";
            var spec =
                    plain.withInputs(
                            List.of(new JobSpec.Input(Role.FIRST_FRAME, key, "video/mp4")));
            bench.intake.store(List.of(spec));
            return spec;
        }

        private String key(JobSpec spec) {
            return spec.inputs().getFirst().key();
        }

        @Test
        void when_it_is_there_then_its_first_frame_takes_its_place(@TempDir Path temp)
                throws IOException {
            var clip =
                    RealFfmpeg.make(
                            temp.resolve("c.mp4"),
                            "-f lavfi -i color=blue:s=320x180:d=1 -pix_fmt yuv420p");
            var spec = stored();
            objects.put(key(spec), clip, "video/mp4");
            assertThat(isClaimable()).isFalse();

            fetch();

            assertThat(bench.claim().spec().inputs())
                    .containsExactly(new JobSpec.Input(Role.FIRST_FRAME, key(spec), "image/png"));
            var picture = ImageIO.read(new ByteArrayInputStream(object(key(spec))));
            assertThat(picture.getWidth()).isEqualTo(320);
            assertThat(picture.getRGB(160, 90) & 0xFF).isGreaterThan(200);
        }

        @Test
        void when_it_has_no_frames_or_is_gone_then_the_job_fails_and_says_so() {
            var gone = stored();
            var broken = stored();
            objects.put(key(broken), RequestBody.fromString("no clip"), "video/mp4");

            fetch();

            assertThat(bench.state(gone.job())).isEqualTo("failed");
            assertThat(bench.reports.owed(broken.job()).failure())
                    .isEqualTo(
                            new Failure(
                                    Reason.INVALID_INPUT,
                                    "the first frame cannot be taken from the clip"));
        }
    }

    @Nested
    class GivenAnAddressOfAPicture {
        @Test
        void when_it_is_fetched_then_it_is_in_the_store_and_only_then_the_job_is_claimable()
                throws IOException {
            var spec = stored(server.url("/a.png?signature=secret"));
            assertThat(isClaimable()).isFalse();

            fetch();

            var claim = bench.claim();
            var key = spec.inputs().getFirst().key();
            assertThat(claim.spec().inputs())
                    .containsExactly(new JobSpec.Input(Role.FIRST_FRAME, key, "image/png"));
            assertThat(object(key)).isEqualTo(server.picture);
            assertThat(claim.spec().withInputs(List.of())).isEqualTo(spec.withInputs(List.of()));
        }

        @Test
        void when_the_job_has_several_outputs_then_it_is_fetched_once() {
            var spec = stored(TenantId.next(), 3, server.url("/a.png"), server.url("/b.png"));
            fetch();
            fetch();

            assertThat(server.asked).hasValue(2);
            assertThat(List.of(bench.claim(), bench.claim(), bench.claim()))
                    .allSatisfy(
                            claim ->
                                    assertThat(claim.spec().inputs())
                                            .hasSize(2)
                                            .allMatch(input -> input.address() == null));
            assertThat(bench.state(spec.job())).isEqualTo("submitting,submitting,submitting");
        }

        @Test
        void when_it_leads_elsewhere_then_it_is_followed() {
            server.handling =
                    exchange -> {
                        if (exchange.getRequestURI().getPath().equals("/here")) {
                            PictureServer.answer(exchange, 200, server.picture);
                        } else {
                            exchange.getResponseHeaders().set("Location", "/here");
                            PictureServer.answer(exchange, 302, new byte[0]);
                        }
                    };
            stored(server.url("/there"));
            fetch();
            assertThat(isClaimable()).isTrue();
        }

        @Test
        void when_the_job_has_ended_then_what_was_fetched_is_swept() {
            var spec = stored(server.url("/a.png"));
            fetch();
            assertThat(objects.list("inputs/" + spec.tenant() + "/")).hasSize(1);
            bench.passDeadline(spec.job());
            bench.sweep.sweepDeadlines();
            assertThat(bench.state(spec.job())).isEqualTo("expired");

            jdbi.useHandle(
                    h -> h.execute("update job set sweep_at = now() where sweep_at > now()"));
            assertThat(bench.leftovers.sweep()).isTrue();

            assertThat(objects.list("inputs/" + spec.tenant() + "/")).isEmpty();
            assertThat(bench.count("select count(*) from input_fetch")).isZero();
        }
    }

    @Nested
    class GivenAnAddressThatHasNoPicture {
        @ParameterizedTest
        @ValueSource(ints = {204, 301, 400, 401, 403, 404, 410})
        void when_its_server_refuses_then_the_job_fails_and_nothing_is_sent(int status) {
            server.handling = exchange -> PictureServer.answer(exchange, status, new byte[0]);
            var spec = stored(server.url("/a.png"));
            fetch();
            assertFailed(
                    spec, "the first frame could not be fetched: its server answered " + status);
        }

        @Test
        void when_it_is_another_file_then_the_job_fails() {
            server.handling =
                    exchange ->
                            PictureServer.answer(
                                    exchange,
                                    200,
                                    "<html>not here".getBytes(StandardCharsets.UTF_8));
            var spec = stored(server.url("/a.png"));
            fetch();
            assertFailed(
                    spec,
                    "the first frame is no file we can use; images may be JPEG, PNG or WebP,"
                            + " videos MP4, MOV or WebM");
        }

        @Test
        void when_it_is_a_clip_then_the_job_fails() {
            server.handling =
                    exchange ->
                            PictureServer.answer(
                                    exchange,
                                    200,
                                    "\0\0\0\u0018ftypisom    "
                                            .getBytes(StandardCharsets.ISO_8859_1));
            var spec = stored(server.url("/a.mp4"));
            fetch();
            assertFailed(spec, "the first frame is a video, not an image");
        }

        @Test
        void when_it_is_too_large_then_it_is_not_read_and_the_job_fails() {
            server.handling =
                    exchange -> {
                        exchange.sendResponseHeaders(200, (20 << 20) + 1);
                        exchange.getResponseBody().write(server.picture);
                        exchange.getResponseBody().flush();
                    };
            var spec = stored(server.url("/a.png"));
            fetch();
            assertFailed(spec, "the first frame has more than 20 MB");
        }

        @Test
        void when_it_leads_on_and_on_then_the_job_fails() {
            server.handling =
                    exchange -> {
                        exchange.getResponseHeaders().set("Location", "/again");
                        PictureServer.answer(exchange, 307, new byte[0]);
                    };
            var spec = stored(server.url("/a.png"));
            fetch();
            assertFailed(
                    spec, "the first frame could not be fetched: there are too many redirects");
            assertThat(server.asked).hasValue(6);
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://10.0.0.1/a.png", "http://example.com/a.png"})
        void when_it_or_what_it_leads_to_is_not_allowed_then_the_job_fails(String inner) {
            server.handling =
                    exchange -> {
                        exchange.getResponseHeaders().set("Location", inner);
                        PictureServer.answer(exchange, 302, new byte[0]);
                    };
            var direct = stored(URI.create(inner));
            var led = stored(server.url("/a.png"));
            fetch();
            assertThat(failure(direct).message())
                    .startsWith("the first frame could not be fetched: the address is not");
            assertThat(failure(led)).isEqualTo(failure(direct));
        }
    }

    @Nested
    class GivenAServerThatDoesNotAnswerAtFirst {
        @ParameterizedTest
        @ValueSource(ints = {408, 425, 429, 500, 503})
        void when_it_answers_later_then_the_job_goes_on(int status) {
            server.handling = exchange -> PictureServer.answer(exchange, status, new byte[0]);
            var spec = stored(server.url("/a.png"));
            fetch();
            assertThat(bench.state(spec.job())).isEqualTo("queued");
            assertThat(isClaimable()).isFalse();
            assertThat(bench.count("select count(*) from input_fetch where due_at > now()"))
                    .isOne();

            server.handling = exchange -> PictureServer.answer(exchange, 200, server.picture);
            makeDue();
            fetch();
            assertThat(isClaimable()).isTrue();
        }

        @Test
        void when_it_never_answers_then_the_job_fails_after_the_last_try() {
            server.handling = exchange -> PictureServer.answer(exchange, 503, new byte[0]);
            var spec = stored(server.url("/a.png"));
            for (var tries = 0; tries < 3; tries++) {
                fetch();
                assertThat(bench.state(spec.job())).isEqualTo("queued");
                makeDue();
            }
            fetch();
            assertFailed(spec, "the first frame could not be fetched: its server answered 503");
            assertThat(server.asked).hasValue(4);
        }

        @Test
        void when_the_second_input_needs_another_try_then_the_first_is_not_fetched_again() {
            server.handling =
                    exchange -> {
                        var late = exchange.getRequestURI().getPath().equals("/b.png");
                        PictureServer.answer(
                                exchange, late ? 500 : 200, late ? new byte[0] : server.picture);
                    };
            stored(server.url("/a.png"), server.url("/b.png"));
            fetch();
            server.handling = exchange -> PictureServer.answer(exchange, 200, server.picture);
            makeDue();
            fetch();
            assertThat(server.asked).hasValue(3);
            assertThat(isClaimable()).isTrue();
        }

        @Test
        void when_the_job_is_cancelled_meanwhile_then_it_is_not_asked_again() {
            server.handling = exchange -> PictureServer.answer(exchange, 503, new byte[0]);
            var spec = stored(server.url("/a.png"));
            fetch();
            bench.intake.cancel(new CancelAsked(spec.job(), spec.tenant()));
            assertThat(bench.state(spec.job())).isEqualTo("cancelled");

            makeDue();
            fetch();
            assertThat(server.asked).hasValue(1);
        }
    }

    @Nested
    class GivenAWorkerThatDies {
        @Test
        void when_it_has_claimed_then_another_takes_over_and_the_dead_one_writes_nothing_more() {
            var spec = stored(server.url("/a.png"));
            var dead = bench.fetches.claimDue(10).getFirst();
            assertThat(bench.fetches.claimDue(10)).isEmpty();

            makeDue();
            fetch();
            assertThat(bench.claim().spec().inputs().getFirst().contentType())
                    .isEqualTo("image/png");

            assertThat(bench.fetches.keep(dead, spec)).isFalse();
            bench.fetches.tryLater(dead, Duration.ZERO, 1);
            assertThat(bench.fetches.claimDue(10)).isEmpty();
        }

        @Test
        void when_all_were_here_but_not_released_then_the_next_one_only_releases() {
            var spec = stored(server.url("/a.png"));
            var dead = bench.fetches.claimDue(10).getFirst();
            var input = spec.inputs().getFirst();
            assertThat(
                            bench.fetches.keep(
                                    dead,
                                    spec.with(
                                            0,
                                            new JobSpec.Input(
                                                    input.role(), input.key(), "image/png"))))
                    .isTrue();
            assertThat(isClaimable()).isFalse();

            makeDue();
            fetch();
            assertThat(server.asked).hasValue(0);
            assertThat(isClaimable()).isTrue();
        }
    }

    @Test
    void when_the_store_is_away_then_it_is_tried_again_without_end() {
        try (var away = new Bench(jdbi, WorkerParts.noObjects(), bench.upstream)) {
            var spec = stored(server.url("/a.png"));
            for (var tries = 0; tries < 5; tries++) {
                away.fetch.fetchDue();
                await().atMost(LONG).until(away.work::idle);
                assertThat(away.state(spec.job())).isEqualTo("queued");
                makeDue();
            }
        }
        fetch();
        assertThat(isClaimable()).isTrue();
    }

    @Test
    void when_one_tenant_has_many_then_a_few_at_a_time_are_taken_and_others_are_not_behind() {
        var crowd = TenantId.next();
        for (var jobs = 0; jobs < 10; jobs++) {
            stored(crowd, 1, server.url("/a.png"));
        }
        var other = stored(server.url("/a.png"));

        var taken =
                bench.fetches.claimDue(100).stream()
                        .map(fetch -> fetch.spec().tenant())
                        .collect(Collectors.groupingBy(t -> t, Collectors.counting()));

        assertThat(taken).isEqualTo(Map.of(crowd, 4L, other.tenant(), 1L));
        assertThat(bench.fetches.claimDue(100)).isEmpty();
    }
}
