package dev.reelay.billing;

import static dev.reelay.billing.BillingClient.asApi;
import static dev.reelay.billing.BillingClient.facts;
import static dev.reelay.billing.BillingClient.grant;
import static dev.reelay.billing.BillingClient.holdBody;
import static dev.reelay.billing.BillingClient.putHold;
import static dev.reelay.billing.BillingClient.tenantWith;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.not;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BadInputTest {
    private static void refused(Response answer) {
        answer.then().statusCode(400).body("error", not(blankOrNullString()));
    }

    static Stream<String> holds() {
        var tenant = TenantId.next();
        var good = holdBody(tenant, "live", facts(1), "");
        return Stream.of(
                "",
                "null",
                "[]",
                "{",
                "{}",
                "nonsense",
                "[".repeat(5_000),
                good + "x",
                good.replace("\"live\"", "\"gold\""),
                good.replace("\"live\"", "null"),
                good.replace(tenant.toString(), "somebody"),
                good.replace("\"seconds\":5", "\"seconds\":0"),
                good.replace("\"seconds\":5", "\"seconds\":99999999999"),
                good.replace("\"seconds\":5", "\"seconds\":\"five\""),
                good.replace("\"seconds\":5", "\"seconds\":5.5"),
                good.replace("\"n\":1", "\"n\":-1"),
                good.replace("\"n\":1", "\"n\":null"),
                good.replace("\"text\"", "\"smell\""),
                good.replace("\"720p\"", "\"721p\""),
                good.replace("\"model\":\"reelay/storyboard-1\",", ""),
                holdBody(tenant, "live", "null", ""),
                holdBody(tenant, "live", facts(1), ",\"max_cost\":-1"),
                holdBody(tenant, "live", facts(1), ",\"max_cost\":1e30"),
                holdBody(tenant, "live", facts(1), ",\"quote\":{}"),
                holdBody(tenant, "live", facts(1), ",\"quote\":{\"price_version\":1}"));
    }

    @ParameterizedTest
    @MethodSource("holds")
    void a_hold_that_is_not_one_answers_400(String body) {
        refused(putHold(JobId.next().toString(), body));
    }

    @Test
    void an_id_that_is_none_answers_400() {
        refused(putHold("job-1", holdBody(TenantId.next(), "live", facts(1), "")));
        refused(
                asApi().body("{\"tenant\":\"" + TenantId.next() + "\"}")
                        .post("/internal/holds/1/void"));
        refused(asApi().get("/internal/tenants/me/balance"));
        refused(asApi().get("/internal/tenants/" + TenantId.next() + "/balance?mode=gold"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "{\"tenant\":null}", "{\"tenant\":1}", "{\"tenant\":\"\"}", "7"})
    void a_void_that_is_none_answers_400(String body) {
        refused(asApi().body(body).post("/internal/holds/{job}/void", JobId.next().toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"facts\":null}", "{\"facts\":{}}", "{\"facts\":[]}"})
    void a_quote_that_is_none_answers_400(String body) {
        refused(asApi().body(body).post("/internal/quotes"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"amount\":0,\"reason\":\"r\",\"mode\":\"live\"}",
                "{\"amount\":-5,\"reason\":\"r\",\"mode\":\"live\"}",
                "{\"amount\":9000000000000000000,\"reason\":\"r\",\"mode\":\"live\"}",
                "{\"amount\":1.5,\"reason\":\"r\",\"mode\":\"live\"}",
                "{\"amount\":5,\"mode\":\"live\"}",
                "{\"amount\":5,\"reason\":\" \",\"mode\":\"live\"}",
                "{\"amount\":5,\"reason\":\"r\"}",
                "{\"amount\":5,\"reason\":\"a\\u0000b\",\"mode\":\"live\"}",
                "{\"amount\":5,\"reason\":\"r\",\"mode\":\"live\",\"expires_at\":\"soon\"}",
                "{\"amount\":5,\"reason\":\"r\",\"mode\":\"live\",\"expires_at\":\"2020-01-01T00:00:00Z\"}",
                "{\"amount\":5,\"reason\":\"r\",\"mode\":\"live\",\"expires_at\":\"+999999999-01-01T00:00:00Z\"}"
            })
    void a_grant_that_is_none_answers_400(String body) {
        refused(grant(TenantId.next(), UUID.randomUUID(), body));
    }

    @Test
    void a_body_over_the_limit_answers_413() {
        putHold(
                        JobId.next().toString(),
                        holdBody(
                                tenantWith(0),
                                "live",
                                facts(1),
                                ",\"x\":\"" + "x".repeat(70_000) + "\""))
                .then()
                .statusCode(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"reason\":\" \"}",
                "{\"reason\":\"r\",\"amount\":0}",
                "{\"reason\":\"r\",\"amount\":-1}",
                "{\"reason\":\"r\",\"operator\":\"\"}"
            })
    void a_refund_that_is_none_answers_400(String body) {
        refused(asApi().body(body).put("/internal/refunds/{job}", JobId.next().toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"change\":0,\"reason\":\"r\",\"mode\":\"live\",\"operator\":\"ann\"}",
                "{\"change\":-9223372036854775808,\"reason\":\"r\",\"mode\":\"live\",\"operator\":\"ann\"}",
                "{\"change\":5,\"mode\":\"live\",\"operator\":\"ann\"}",
                "{\"change\":5,\"reason\":\"r\",\"operator\":\"ann\"}",
                "{\"change\":5,\"reason\":\"r\",\"mode\":\"live\"}"
            })
    void an_adjustment_that_is_none_answers_400(String body) {
        refused(
                asApi().body(body)
                        .put(
                                "/internal/tenants/{t}/adjustments/{a}",
                                TenantId.next().toString(),
                                UUID.randomUUID().toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "entries?limit=x",
                "entries?limit=-1",
                "entries?limit=99999999999999999999",
                "entries?limit=1002",
                "entries?below=x",
                "entries?below=5&available=x",
                "entries?from=soon",
                "entries?mode=gold",
                "usage?by=smell",
                "usage?to=999999999999"
            })
    void a_statement_that_is_none_answers_400(String path) {
        refused(asApi().get("/internal/tenants/" + TenantId.next() + "/" + path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=none", "limit=0", "limit=202", "limit=x", "after=1"})
    void a_list_of_adjustments_that_is_none_answers_400(String query) {
        refused(asApi().get("/internal/adjustments?" + query));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"operator\":\"ann\"}", "{\"reason\":\"r\"}"})
    void a_rejection_that_is_none_answers_400(String body) {
        refused(
                asApi().body(body)
                        .post(
                                "/internal/tenants/{t}/adjustments/{a}/reject",
                                TenantId.next().toString(),
                                UUID.randomUUID().toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "margins?by=smell",
                "margins?limit=0",
                "margins?limit=1002",
                "margins?from=soon",
                "margins?after=%00",
                "jobs/job-1/money"
            })
    void a_question_about_margins_that_is_none_answers_400(String path) {
        refused(asApi().urlEncodingEnabled(false).get("/internal/" + path));
    }
}
