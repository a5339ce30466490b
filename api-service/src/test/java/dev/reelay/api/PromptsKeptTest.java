package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How long what a tenant wrote is kept.
@QuarkusTest
class PromptsKeptTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DAY = 86_400;

    @Inject Jdbi jdbi;
    private TestTenant tenant;

    @BeforeEach
    void make() {
        tenant = TestTenant.create(Plans.plan(Map.of("prompts_kept_seconds", DAY)), "100");
    }

    private Response keep(@Nullable Object seconds) {
        return tenant.live()
                .contentType(ContentType.JSON)
                .body(Collections.singletonMap("prompts_kept_seconds", seconds))
                .patch("/v1/workspace");
    }

    private String submitted() {
        return tenant.submit(
                        Map.of(
                                "model", TestTenant.MODEL,
                                "prompt", "a kite of a secret shape",
                                "negative_prompt", "no secret"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private void fail(String video) {
        try (var worker = new Worker()) {
            Golden.end(
                    worker,
                    tenant,
                    video,
                    Status.FAILED,
                    new Failure(Reason.PROVIDER_ERROR, "no output"));
        }
    }

    private String kept(String video) {
        return jdbi.withHandle(
                h ->
                        h.createQuery("select spec::text from job where id = :id")
                                .bind("id", Ids.job(video).value())
                                .mapTo(String.class)
                                .one());
    }

    private int secondsKept(String video) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        "select extract(epoch from prompts_kept)::int from job"
                                                + " where id = :id")
                                .bind("id", Ids.job(video).value())
                                .mapTo(Integer.class)
                                .one());
    }

    @Test
    void when_nothing_is_set_then_the_plan_counts() {
        tenant.get("/v1/workspace")
                .then()
                .body("prompts_kept_seconds", equalTo(DAY))
                .body("limits.prompts_kept_seconds", equalTo(DAY));
        assertThat(secondsKept(submitted())).isEqualTo(DAY);
    }

    @Test
    void when_the_workspace_keeps_them_shorter_then_that_counts_and_no_longer_time_is_taken() {
        keep(DAY + 1).then().statusCode(400).body("error.param", equalTo("prompts_kept_seconds"));
        keep(0).then().statusCode(400).body("error.param", equalTo("prompts_kept_seconds"));
        keep(60).then().statusCode(200).body("prompts_kept_seconds", equalTo(60));
        assertThat(secondsKept(submitted())).isEqualTo(60);
        keep(null).then().statusCode(200).body("prompts_kept_seconds", equalTo(DAY));
    }

    @Test
    void when_the_time_is_over_then_the_prompt_is_gone_and_the_video_is_there() {
        keep(1).then().statusCode(200);
        var video = submitted();
        assertThat(kept(video)).contains("a secret shape", "no secret");
        fail(video);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kept(video)).doesNotContain("secret"));
        tenant.video(video)
                .then()
                .statusCode(200)
                .body("status", equalTo("failed"))
                .body("prompt", equalTo(""));
    }

    @Test
    void when_the_time_is_not_over_then_the_prompt_stays() {
        var video = submitted();
        fail(video);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> tenant.video(video).then().body("status", equalTo("failed")));
        tenant.video(video).then().body("prompt", equalTo("a kite of a secret shape"));
    }
}
