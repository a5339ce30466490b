package dev.reelay.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobMessage.CancelAsked;
import dev.reelay.common.event.JobMessage.Requested;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.testing.RealParts;
import dev.reelay.testing.Server;
import dev.reelay.worker.slot.Slots;
import dev.reelay.worker.store.S3Objects;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The worker as it is deployed, from a record on `video.jobs` to reports on `video.events`, with
/// the sandbox as the provider.
@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "postgres", value = "worker_whole_line"),
            @ResourceArg(name = "kafka", value = "true"),
            @ResourceArg(name = "s3", value = "true")
        })
class WholeLineTest {
    @Inject Intake intake;
    @Inject Slots slots;
    @Inject Jdbi jdbi;
    @Inject S3Objects objects;

    private Topic topic;

    @BeforeEach
    void open() {
        topic = new Topic();
    }

    @AfterEach
    void close() {
        topic.close();
        await().untilAsserted(() -> assertThat(slots.recount()).isEmpty());
    }

    private static JobSpec spec(String prompt, boolean audio) {
        return spec(prompt, audio, 1);
    }

    private static JobSpec spec(String prompt, boolean audio, int weight) {
        return new JobSpec(
                JobId.next(),
                TenantId.next(),
                "reelay/storyboard-1",
                Mode.TEXT,
                prompt,
                null,
                2,
                320,
                180,
                "480p",
                "16:9",
                audio,
                null,
                7L,
                null,
                1,
                false,
                null,
                List.of(),
                null,
                Instant.now(),
                Instant.now().plus(Duration.ofMinutes(10)),
                weight,
                10,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                null);
    }

    private JobReport last(JobSpec spec) {
        return topic.reports(spec.job()).getLast();
    }

    private void awaitStatus(JobSpec spec, Status status) {
        await().until(() -> topic.reports(spec.job()).stream().anyMatch(r -> r.status() == status));
    }

    @Test
    void when_a_job_is_requested_then_its_clip_is_delivered_and_told() throws Exception {
        var spec = spec("a red kite over the sea", true);
        topic.say(spec.job(), new Requested(spec));

        awaitStatus(spec, Status.COMPLETED);
        var report = last(spec);
        assertThat(report.tenant()).isEqualTo(spec.tenant());
        assertThat(report.progress()).isEqualTo(100);
        var output = report.outputs().getFirst();
        assertThat(output.width()).isEqualTo(320);
        assertThat(output.height()).isEqualTo(180);
        assertThat(output.durationMillis()).isCloseTo(2000, within(100L));
        assertThat(output.audio()).isTrue();
        assertThat(output.key())
                .startsWith("outputs/" + spec.tenant() + "/" + spec.job() + "/0/")
                .endsWith("/video.mp4");
        assertThat(objects.list("outputs/" + spec.tenant() + "/"))
                .containsExactlyInAnyOrder(
                        output.key(),
                        Objects.requireNonNull(output.thumbnailKey()),
                        Objects.requireNonNull(output.spritesheetKey()));
        try (var file = objects.open(output.key())) {
            assertThat(file.response().contentLength()).isEqualTo(output.bytes());
        }
        assertThat(topic.reports(spec.job()))
                .extracting(JobReport::version)
                .isSorted(); // on a slow machine one is told again
    }

    @Test
    void when_a_known_job_is_requested_again_then_the_same_report_comes_again() {
        var spec = spec("[sandbox clip=tiny]", false);
        topic.say(spec.job(), new Requested(spec));
        awaitStatus(spec, Status.COMPLETED);
        var before = topic.reports(spec.job()).size();

        topic.say(spec.job(), new Requested(spec));

        await().until(() -> topic.reports(spec.job()).size() > before);
        var reports = topic.reports(spec.job());
        assertThat(reports.getLast()).isEqualTo(reports.get(before - 1));
    }

    @Test
    void when_a_stuck_job_is_cancelled_then_it_is_told_as_cancelled() {
        var spec = spec("[sandbox outcome=stuck]", false);
        topic.say(spec.job(), new Requested(spec));
        awaitStatus(spec, Status.IN_PROGRESS);

        topic.say(spec.job(), new CancelAsked(spec.job(), spec.tenant()));

        awaitStatus(spec, Status.CANCELLED);
        assertThat(Objects.requireNonNull(last(spec).failure()).reason())
                .isEqualTo(Reason.CANCELLED);
    }

    @Test
    void when_a_record_cannot_be_read_then_the_next_one_is_taken_all_the_same() {
        var spec = spec("[sandbox outcome=content_policy]", false);
        topic.sayText(spec.job(), "{\"type\":\"requested\",\"spec\":{}}");
        topic.sayText(spec.job(), "no json \u0000");
        topic.say(spec.job(), new Requested(spec));

        awaitStatus(spec, Status.FAILED);
        assertThat(Objects.requireNonNull(last(spec).failure()).reason())
                .isEqualTo(Reason.CONTENT_POLICY);
    }

    @Test
    void when_its_provider_calls_back_then_a_job_is_looked_at_long_before_its_timer() {
        var spec = spec("[sandbox clip=tiny delay=3s]", false);
        topic.say(spec.job(), new Requested(spec));
        awaitStatus(spec, Status.IN_PROGRESS);
        jdbi.useHandle(
                h ->
                        h.execute(
                                "update timer set due_at = now() + interval '1 day', wait_ms = 86400000, most_ms = 86400000 where job_id = ?",
                                spec.job().value()));
        var attempt =
                jdbi.withHandle(
                        h ->
                                h.createQuery("select id from attempt where job_id = :job")
                                        .bind("job", spec.job().value())
                                        .mapTo(UUID.class)
                                        .one());

        await().pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> {
                            topic.ring(UUID.randomUUID(), attempt);
                            assertThat(last(spec).status()).isEqualTo(Status.COMPLETED);
                        });
    }

    @Test
    void when_an_input_cannot_be_fetched_then_the_job_fails_and_says_why() {
        var plain = spec("a kite", false);
        var address = URI.create("https://10.0.0.1/a.png");
        var spec =
                plain.withInputs(
                        List.of(
                                new JobSpec.Input(
                                        JobSpec.Role.FIRST_FRAME, "inputs/k", null, address)));
        topic.say(spec.job(), new Requested(spec));

        awaitStatus(spec, Status.FAILED);
        assertThat(Objects.requireNonNull(last(spec).failure()))
                .isEqualTo(
                        new JobReport.Failure(
                                Reason.INVALID_INPUT,
                                "the first frame could not be fetched: the address is not allowed"));
    }

    @Test
    void when_kafka_is_away_then_the_worker_stays_ready_works_on_and_tells_later()
            throws Exception {
        var spec = spec("[sandbox clip=tiny]", false);
        try (var _ = RealParts.outage(Server.KAFKA)) {
            intake.store(List.of(spec));
            await().until(() -> objects.list("outputs/" + spec.tenant() + "/").size() == 3);
            assertThat(status("/q/health/ready")).isEqualTo(200);
        }

        awaitStatus(spec, Status.COMPLETED);
        var later = spec("[sandbox clip=tiny]", false);
        topic.say(later.job(), new Requested(later));
        awaitStatus(later, Status.COMPLETED);
    }

    @Test
    void when_the_database_refuses_a_job_then_its_error_does_not_repeat_the_prompt() {
        var weightless = spec("a very private prompt", false, 0);

        assertThatThrownBy(() -> intake.store(List.of(weightless)))
                .satisfies(
                        error -> {
                            var text = new StringWriter();
                            error.printStackTrace(new PrintWriter(text, true));
                            assertThat(text.toString())
                                    .contains("PSQLException")
                                    .doesNotContain("private");
                        });
    }

    @Test
    void when_the_database_is_away_then_it_is_not_ready_and_goes_on_when_it_is_back()
            throws Exception {
        var running = spec("[sandbox clip=tiny delay=2s]", false);
        var meanwhile = spec("[sandbox clip=tiny]", false);
        topic.say(running.job(), new Requested(running));
        awaitStatus(running, Status.IN_PROGRESS);

        try (var _ = RealParts.outage(Server.POSTGRES)) {
            topic.say(meanwhile.job(), new Requested(meanwhile));
            await().until(() -> status("/q/health/ready") == 503);
            assertThat(status("/q/health/live")).isEqualTo(200);
        }

        awaitStatus(running, Status.COMPLETED);
        awaitStatus(meanwhile, Status.COMPLETED);
    }

    @Test
    void when_asked_then_it_is_live_and_shows_its_figures() throws Exception {
        assertThat(status("/q/health/live")).isEqualTo(200);
        assertThat(status("/q/health/started")).isEqualTo(200);
        await().until(() -> get("/q/metrics").contains("reelay_executions_queued"));
    }

    private int status(String path) throws Exception {
        return ask(path).statusCode();
    }

    private String get(String path) throws Exception {
        return ask(path).body();
    }

    private HttpResponse<String> ask(String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var here = ConfigProvider.getConfig().getValue("test.url", URI.class);
            return http.send(
                    HttpRequest.newBuilder(here.resolve(path)).build(), BodyHandlers.ofString());
        }
    }
}
