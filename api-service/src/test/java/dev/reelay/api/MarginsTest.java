package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Charge;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MarginsTest {
    private static final String MONEY = "/admin/v1/jobs/%s/money";

    @Inject ObjectStore store;

    @Nested
    class GivenAJobThatAnUpstreamChargesFor {
        private TestTenant tenant = new TestTenant("", "", "");
        private String video = "";

        /// It brings 0.8 credits, 0.008 USD, and costs 0.0055 USD.
        @BeforeEach
        void complete() {
            tenant = TestTenant.create("ultra", "10");
            video = tenant.job();
            try (var worker = new Worker()) {
                var file = "a clip".getBytes(StandardCharsets.UTF_8);
                var charge = new Charge(UUID.randomUUID(), 0, "kling", "kling-1", "k", 5_500, true);
                worker.reports(
                        Worker.report(
                                        tenant,
                                        video,
                                        50,
                                        JobReport.Status.COMPLETED,
                                        100,
                                        List.of(Clip.store(store, tenant, video, 0, file)),
                                        null)
                                .charging(List.of(charge)));
                Golden.awaitEnded(tenant, video);
            }
        }

        @Test
        void then_operators_see_what_it_brought_and_cost() {
            TestTenant.operator()
                    .get(MONEY.formatted(video))
                    .then()
                    .statusCode(200)
                    .body("tenant", equalTo(tenant.id()))
                    .body("state", equalTo("captured"))
                    .body("held.credits", equalTo("0"))
                    .body("captured", equalTo(Map.of("credits", "0.8", "usd", "0.008")))
                    .body("released.usd", equalTo("0"))
                    .body("refunded.credits", equalTo("0"))
                    .body("attempts.provider", contains("kling"))
                    .body("attempts.cost_usd", contains("0.0055"))
                    .body("attempts.presumed", contains(true))
                    .body("cost_usd", equalTo("0.0055"))
                    .body("house_loss_usd", equalTo("0"))
                    .body("margin_usd", equalTo("0.0025"));
        }

        @Test
        void when_it_is_refunded_then_its_cost_is_a_house_loss() {
            TestTenant.operator()
                    .body(Map.of("reason", "late"))
                    .post("/admin/v1/jobs/" + video + "/refund")
                    .then()
                    .statusCode(201);
            TestTenant.operator()
                    .get(MONEY.formatted(video))
                    .then()
                    .body("refunded.credits", equalTo("0.8"))
                    .body("house_loss_usd", equalTo("0.0055"))
                    .body("margin_usd", equalTo("-0.0055"));
            TestTenant.operator()
                    .get("/admin/v1/margins?by=tenant&limit=1&after=" + before(tenant.id()))
                    .then()
                    .statusCode(200)
                    .body("data[0].group", equalTo(tenant.id()))
                    .body("data[0].jobs", equalTo(1))
                    .body("data[0].jobs_with_cost", equalTo(1))
                    .body("data[0].revenue_usd", equalTo("0"))
                    .body("data[0].cost_usd", equalTo("0.0055"))
                    .body("data[0].house_loss_usd", equalTo("0.0055"))
                    .body("data[0].margin_usd", equalTo("-0.0055"));
        }

        @Test
        void then_margins_can_be_had_as_a_file() {
            var file =
                    TestTenant.operator()
                            .get(
                                    "/admin/v1/margins?by=tenant&format=csv&after="
                                            + before(tenant.id()));
            assertThat(file.contentType()).startsWith("text/csv");
            assertThat(file.asString().lines().toList())
                    .startsWith(
                            "group,jobs,jobs_with_cost,captured,refunded,revenue_usd,cost_usd,"
                                    + "house_loss_usd,margin_usd",
                            tenant.id() + ",1,1,0.8,0,0.008,0.0055,0,0.0025");
        }

        private static String before(String id) {
            return id.substring(0, 35);
        }
    }

    @Test
    void when_nobody_entered_costs_then_a_job_that_runs_has_no_margin_yet() {
        var tenant = TestTenant.create("ultra", "10");
        var video = tenant.job();
        TestTenant.operator()
                .get(MONEY.formatted(video))
                .then()
                .statusCode(200)
                .body("state", equalTo("held"))
                .body("held.usd", equalTo("0.008"))
                .body("margin_usd", nullValue());
        tenant.get(MONEY.formatted(video)).then().statusCode(401);
    }

    @Test
    void when_there_is_no_such_job_then_it_is_unknown() {
        for (var job : List.of("x", UUID.randomUUID().toString())) {
            TestTenant.operator().get(MONEY.formatted(job)).then().statusCode(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"by=colour", "by=", "from=1", "limit=0", "limit=201", "format=xml"})
    void when_a_question_is_wrong_then_it_is_refused(String query) {
        TestTenant.operator().get("/admin/v1/margins?" + query).then().statusCode(400);
    }
}
