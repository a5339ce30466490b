package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.event.JobReport.Output;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A completed video is in doubt, as all of a gap are after a restore.
@QuarkusTest
class LostFilesTest {
    private static final String FINDING = "api.lost_files";

    @Inject ObjectStore store;
    @Inject Jdbi jdbi;
    private final Worker worker = new Worker();
    private TestTenant tenant;
    private String video;
    private Output clip;

    @BeforeEach
    void complete() {
        tenant = TestTenant.rich();
        video = tenant.job();
        clip = Clip.store(store, tenant, video, 0, "a clip".getBytes());
        worker.completed(tenant, video, clip);
        Awaitility.await()
                .until(() -> tenant.video(video).path("billing.state"), "captured"::equals);
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private void doubt() {
        change(
                "insert into file_check (job_id, tenant_id) select id, tenant_id from job where id = ?");
    }

    private void change(String sql) {
        jdbi.useHandle(h -> h.execute(sql, Ids.job(video).value()));
    }

    private boolean isDoubted(String more) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        "select exists (select from file_check where job_id = ?"
                                                + more
                                                + ")")
                                .bind(0, Ids.job(video).value())
                                .mapTo(Boolean.class)
                                .one());
    }

    private boolean isMissed() {
        return isDoubted(" and missing_since is not null");
    }

    @Test
    void when_its_files_are_there_then_it_is_not_doubted_any_more() {
        doubt();
        Awaitility.await().until(() -> !isDoubted(""));
        assertThat(tenant.video(video).<String>path("billing.refunded")).isEqualTo("0");
    }

    @Test
    void when_they_are_missing_then_the_doctor_says_so_until_they_are_back() {
        store.delete(List.of(clip.key()));
        doubt();
        Awaitility.await().until(this::isMissed);
        TestTenant.operator()
                .get("/admin/v1/doctor")
                .then()
                .body("findings.check", hasItem(FINDING));
        tenant.live().get("/v1/videos/" + video + "/content").then().statusCode(410);

        Clip.store(store, tenant, video, 0, "a clip".getBytes());
        change("update file_check set due_at = now() where job_id = ?");

        Awaitility.await().until(() -> !isDoubted(""));
        TestTenant.operator()
                .get("/admin/v1/doctor")
                .then()
                .body("findings.check", not(hasItem(FINDING)));
        assertThat(tenant.video(video).<String>path("billing.refunded")).isEqualTo("0");
    }

    @Test
    void when_nobody_brings_them_back_in_time_then_it_is_refunded() {
        String captured = tenant.video(video).path("billing.captured");
        store.delete(List.of(clip.key()));
        doubt();
        Awaitility.await().until(this::isMissed);
        change(
                "update file_check set due_at = now(), missing_since = now() - interval '25 hours'"
                        + " where job_id = ?");

        Awaitility.await().until(() -> !isDoubted(""));
        Awaitility.await()
                .until(() -> tenant.video(video).path("billing.refunded"), captured::equals);
    }

    @Test
    void when_it_was_deleted_meanwhile_then_nothing_is_missed() {
        store.delete(List.of(clip.key()));
        tenant.live().delete("/v1/videos/" + video).then().statusCode(200);
        doubt();
        Awaitility.await().until(() -> !isDoubted(""));
        TestTenant.operator()
                .get("/admin/v1/jobs/" + Ids.job(video) + "/money")
                .then()
                .body("refunded.credits", equalTo("0"));
    }
}
