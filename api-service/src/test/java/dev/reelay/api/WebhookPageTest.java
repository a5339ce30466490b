package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The events that `docs/webhooks.md` shows are as real ones are, but for ids and times.
@QuarkusTest
class WebhookPageTest {
    private static final Path PAGE = Path.of("../docs/webhooks.md");
    private static final Pattern SAMPLE = Pattern.compile("(?ms)^```json\\n(\\{.*?)^```$");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Output CLIP =
            new Output(0, "outputs/x", "video/mp4", 9, "00", 1280, 720, 4000, false, null, null);

    @Inject Jdbi jdbi;
    private Worker worker;
    private TestTenant tenant;

    @BeforeEach
    void open() {
        worker = new Worker();
        tenant = TestTenant.rich();
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private static List<JsonNode> samples() throws IOException {
        return SAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(
                        found -> {
                            try {
                                return JSON.readTree(found.group(1));
                            } catch (IOException e) {
                                throw new IllegalStateException(found.group(1), e);
                            }
                        })
                .toList();
    }

    @Test
    void when_the_catalogue_is_read_then_each_type_has_one_sample() throws IOException {
        assertThat(samples())
                .extracting(sample -> sample.path("type").asText())
                .containsExactlyInAnyOrder(
                        "video.queued",
                        "video.in_progress",
                        "video.completed",
                        "video.failed",
                        "video.cancelled",
                        "video.expired",
                        "credits.low",
                        "key.revoked",
                        "endpoint.disabled",
                        "webhook.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "video.queued",
                "video.in_progress",
                "video.completed",
                "video.failed",
                "video.cancelled",
                "video.expired"
            })
    void when_it_happens_to_a_video_then_the_event_is_as_its_sample(String type)
            throws IOException {
        var sample =
                (ObjectNode)
                        samples().stream()
                                .filter(found -> found.path("type").asText().equals(type))
                                .findFirst()
                                .orElseThrow();
        var video = tenant.job();
        bring(video, type, sample.at("/data/error/message").asText());

        var real = JSON.readTree(await(video, type));

        assertThat(real.path("id").asText()).matches("evt_[0-9a-f]{32}");
        assertThat(real.path("created_at").isIntegralNumber()).isTrue();
        sample.set("id", real.path("id"));
        sample.set("created_at", real.path("created_at"));
        ((ObjectNode) sample.path("data")).put("id", video);
        assertThat(real).isEqualTo(sample);
    }

    private void bring(String video, String type, String why) {
        switch (type) {
            case "video.queued" -> {}
            case "video.in_progress" -> worker.inProgress(tenant, video, 2, 10);
            case "video.completed" -> worker.completed(tenant, video, CLIP);
            case "video.failed" -> end(video, Status.FAILED, Reason.CONTENT_POLICY, why);
            case "video.cancelled" -> end(video, Status.CANCELLED, Reason.CANCELLED, why);
            case "video.expired" -> end(video, Status.EXPIRED, Reason.TIMEOUT, why);
            default -> throw new IllegalArgumentException(type);
        }
    }

    private void end(String video, Status status, Reason reason, String why) {
        worker.ended(tenant, video, status, new Failure(reason, why));
    }

    private String await(String video, String type) {
        return Awaitility.await()
                .until(
                        () ->
                                jdbi.withHandle(
                                        handle ->
                                                handle.createQuery(
                                                                "select body::text from event where"
                                                                        + " job_id = :job and type ="
                                                                        + " :type")
                                                        .bind("job", Ids.job(video).value())
                                                        .bind("type", type)
                                                        .mapTo(String.class)
                                                        .list()),
                        found -> found.size() == 1)
                .getFirst();
    }
}
