package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Status;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Whole bodies as a dialect's reference has them: the order of members does not count, whether one
/// is null or absent does.
final class Golden {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Golden() {}

    /// @param expected JSON; `<name>` in it stands for the value of that name
    static void assertBody(Response answer, int status, Map<String, ?> values, String expected) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/json");
        assertJson(answer.asString(), values, expected);
    }

    /// @param expected as for a body
    static void assertJson(String actual, Map<String, ?> values, String expected) {
        var text = expected;
        for (var value : values.entrySet()) {
            text = text.replace("<" + value.getKey() + ">", String.valueOf(value.getValue()));
        }
        assertThat(tree(actual)).isEqualTo(tree(text));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /// Calls under the tenant's test key, for which every model is rendered.
    static RequestSpecification test(TestTenant tenant) {
        return TestTenant.as(tenant.testKey());
    }

    /// The tenant's newest job, as the native API names it.
    static String newestJob(Jdbi jdbi, TestTenant tenant) {
        var id =
                jdbi.withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                select id from job where tenant_id = :tenant
                                                 order by id desc limit 1
                                                """)
                                        .bind("tenant", UUID.fromString(tenant.id()))
                                        .mapTo(UUID.class)
                                        .one());
        return "video_" + id.toString().replace("-", "");
    }

    /// Whether a job of the tenant is accepted.
    static boolean hasJob(Jdbi jdbi, TestTenant tenant) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        select exists (select from job where tenant_id = :tenant
                                                          and state <> 'accepting')
                                        """)
                                .bind("tenant", UUID.fromString(tenant.id()))
                                .mapTo(Boolean.class)
                                .one());
    }

    /// Sets the times of a job, so that a whole body can be foretold.
    static void setTimes(Jdbi jdbi, String video, String createdAt, @Nullable String endedAt) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        update job
                                           set spec = jsonb_set(spec, '{created_at}',
                                                   to_jsonb(:created::text)),
                                               ended_at = coalesce(:ended::timestamptz, ended_at)
                                         where id = :id
                                        """)
                                .bind("id", Ids.job(video).value())
                                .bind("created", createdAt)
                                .bind("ended", endedAt)
                                .execute());
    }

    static void complete(Worker worker, TestTenant tenant, String video, Output... outputs) {
        worker.completed(tenant, video, outputs);
        awaitEnded(tenant, video);
    }

    static void end(
            Worker worker, TestTenant tenant, String video, Status status, Failure failure) {
        worker.ended(tenant, video, status, failure);
        awaitEnded(tenant, video);
    }

    static void awaitEnded(TestTenant tenant, String video) {
        await(() -> tenant.video(video).<String>path("status").matches("completed|failed"));
        // The money follows the files; both together are what a client sees last.
        await(() -> !tenant.video(video).<String>path("billing.state").equals("held"));
    }

    static void run(Worker worker, TestTenant tenant, String video, int progress) {
        worker.inProgress(tenant, video, 2, progress);
        await(() -> tenant.video(video).<Integer>path("progress") == progress);
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(100)).until(condition);
    }

    /// Spends all but nothing of the test credits.
    static void spendTestCredits(TestTenant tenant) {
        for (var clips : new int[] {4, 4, 2}) {
            test(tenant)
                    .contentType("application/json")
                    .body(
                            Map.of(
                                    "model",
                                    "sora-2-pro",
                                    "prompt",
                                    "dear",
                                    "seconds",
                                    "20",
                                    "resolution",
                                    "1080p",
                                    "n",
                                    clips))
                    .post("/v1/videos")
                    .then()
                    .statusCode(200);
        }
    }
}
