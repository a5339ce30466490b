package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.testing.RealParts;
import dev.reelay.testing.Server;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each health answer tells the truth: readiness is what a load balancer needs to know, wellness
/// what an operator does.
@QuarkusTest
class HealthTest {
    @ParameterizedTest
    @CsvSource({"live", "ready", "started", "well"})
    void when_all_is_there_then_all_is_well(String question) {
        // A broker that an earlier test took away is found again after a while.
        Awaitility.await()
                .until(() -> RestAssured.get("/q/health/" + question).statusCode() == 200);
    }

    @Test
    void when_the_store_is_away_then_it_is_named_and_the_service_stays_ready() {
        try (var away = RealParts.outage(Server.S3)) {
            assertThat(away).isNotNull();
            assertThat(status("store")).isEqualTo("DOWN");
            RestAssured.get("/q/health/ready").then().statusCode(200);
        }
        assertThat(status("store")).isEqualTo("UP");
    }

    @Test
    void when_the_broker_is_away_then_a_job_is_taken_and_the_broker_named() {
        var tenant = TestTenant.rich();
        try (var away = RealParts.outage(Server.KAFKA)) {
            assertThat(away).isNotNull();
            tenant.job();
            Awaitility.await().until(() -> status("kafka").equals("DOWN"));
            RestAssured.get("/q/health/ready").then().statusCode(200);
        }
        Awaitility.await().until(() -> status("kafka").equals("UP"));
    }

    private static String status(String part) {
        return RestAssured.get("/q/health/well")
                .then()
                .extract()
                .path("checks.find { it.name == '%s' }.status".formatted(part));
    }
}
