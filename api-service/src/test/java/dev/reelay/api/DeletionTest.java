package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.api.upload.Uploads;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobReport.Status;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What is left of a tenant that is deleted.
@QuarkusTest
class DeletionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    @Inject Uploads uploads;
    private TestTenant tenant;
    private String root;

    @BeforeEach
    void make() {
        tenant = TestTenant.rich();
        root = "/admin/v1/tenants/" + tenant.id();
    }

    private Response delete() {
        return TestTenant.operator().body(Map.of("reason", "the contract ended")).delete(root);
    }

    private Response progress() {
        return TestTenant.operator().get(root + "/deletion");
    }

    private List<String> texts(String sql) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(sql)
                                .bind("tenant", UUID.fromString(tenant.id()))
                                .mapTo(String.class)
                                .list());
    }

    @Nested
    class GivenATenantThatIsNotSuspended {
        @Test
        void when_it_is_deleted_then_it_is_refused_and_nothing_goes() {
            delete().then().statusCode(409);
            progress().then().statusCode(404);
            tenant.get("/v1/credits").then().statusCode(200);
        }
    }

    @Nested
    class GivenASuspendedTenant {
        @BeforeEach
        void suspend() {
            tenant.change(Map.of("suspended", true));
        }

        @Test
        void when_no_reason_is_given_then_it_is_refused() {
            TestTenant.operator()
                    .body("{}")
                    .delete(root)
                    .then()
                    .statusCode(400)
                    .body("error.field", equalTo("reason"));
            progress().then().statusCode(404);
        }

        @Test
        void when_it_is_deleted_then_the_reason_is_recorded_and_it_stays_suspended() {
            delete().then().statusCode(202).body("state", equalTo("deleting"));
            TestTenant.operator()
                    .get("/admin/v1/audit?tenant=" + tenant.id())
                    .then()
                    .body("data.action", hasItem("DELETE /admin/v1/tenants/{tenant}"))
                    .body("data.body.reason", hasItem("the contract ended"));
            TestTenant.operator()
                    .body(Map.of("suspended", false))
                    .patch(root)
                    .then()
                    .statusCode(409);
        }

        @Test
        void when_it_is_deleted_again_then_it_is_the_same_deletion() {
            var first = delete().then().statusCode(202).extract().<Integer>path("asked_at");
            delete().then().statusCode(202).body("asked_at", equalTo(first));
        }
    }

    @Nested
    class GivenATenantWithAllThatThereCanBe {
        private String running;

        @BeforeEach
        void use() {
            var video = tenant.job();
            running = tenant.job();
            try (var worker = new Worker()) {
                var clip =
                        Clip.store(
                                store, tenant, video, 0, "a clip".getBytes(StandardCharsets.UTF_8));
                Golden.complete(worker, tenant, video, clip);
            }
            tenant.live()
                    .multiPart("file", "a.png", Pictures.png())
                    .post("/v1/uploads")
                    .then()
                    .statusCode(200);
            tenant.live()
                    .contentType(ContentType.JSON)
                    .body(Map.of("url", "https://hooks.example.com/reelay"))
                    .post("/v1/webhooks/endpoints")
                    .then()
                    .statusCode(201);
            SignedIn.member(jdbi, tenant, "ann");
            TestTenant.operator().post(root + "/export").then().statusCode(202);
            tenant.change(Map.of("suspended", true));
        }

        private void endWhatRuns() {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(
                            () ->
                                    texts(
                                                    "select id::text from job where tenant_id = :tenant"
                                                            + " and cancel_asked_at is not null")
                                            .contains(Ids.job(running).toString()));
            try (var worker = new Worker()) {
                worker.ended(
                        tenant,
                        running,
                        Status.CANCELLED,
                        new Failure(Reason.CANCELLED, "it was cancelled"));
            }
        }

        @Test
        void when_it_is_deleted_then_all_goes_but_its_money_and_what_was_recorded() {
            var entries = entries();
            delete().then().statusCode(202).body("deleted_at", nullValue());
            endWhatRuns();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> {
                                uploads.removeExpired();
                                progress().then().body("state", equalTo("deleted"));
                            });

            progress()
                    .then()
                    .body("left.keys", equalTo(0))
                    .body("left.videos", equalTo(0))
                    .body("left.uploads", equalTo(0))
                    .body("left.exports", equalTo(0));
            tenant.get("/v1/credits").then().statusCode(401);
            for (var folder : List.of("inputs/", "outputs/", "uploads/", "exports/")) {
                assertThat(store.list(folder + tenant.id() + "/")).as(folder).isEmpty();
            }
            assertThat(texts("select spec::text from job where tenant_id = :tenant"))
                    .hasSize(2)
                    .noneMatch(spec -> spec.contains("a kite"));
            assertThat(texts("select name from api_key where tenant_id = :tenant and hash is null"))
                    .containsExactly("");
            assertThat(entries()).containsAll(entries);
        }

        private List<String> entries() {
            return TestTenant.operator()
                    .get(root + "/entries?limit=100")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("data.id");
        }
    }
}
