package dev.reelay.billing.price;

import static dev.reelay.billing.BillingClient.CREDIT;
import static dev.reelay.billing.BillingClient.asApi;
import static dev.reelay.billing.BillingClient.facts;
import static dev.reelay.billing.BillingClient.hold;
import static dev.reelay.billing.BillingClient.holdBody;
import static dev.reelay.billing.BillingClient.proof;
import static dev.reelay.billing.BillingClient.tenantWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One clip of five seconds at 720p of the storyboard model costs one credit as the catalogue has
/// it.
@QuarkusTest
class PriceEditTest {
    private static final String MODEL = "reelay/storyboard-1";

    private TenantId tenant;
    private JsonPath before;

    @BeforeEach
    void look() {
        tenant = tenantWith(100 * CREDIT);
        before = current();
    }

    private static JsonPath current() {
        return asApi().get("/internal/prices").then().statusCode(200).extract().jsonPath();
    }

    private static Response publish(int base, String change) {
        return asApi().body("{\"base_version\": %d, %s}".formatted(base, change))
                .post("/internal/prices");
    }

    private int published(String change) {
        return publish(current().getInt("version"), change)
                .then()
                .statusCode(200)
                .extract()
                .path("version");
    }

    private static String rule(String more) {
        return "\"models\": {\"%s\": {%s}}".formatted(MODEL, more);
    }

    private long amount(JobId job, String plan) {
        return hold(job, holdBody(tenant, "live", facts(1), ",\"plan\": \"%s\"".formatted(plan)))
                .getLong("amount");
    }

    /// Other tests count on the catalogue's prices.
    @AfterEach
    void putBack() {
        var storyboard = before.<Map<String, Object>>get("models.'" + MODEL + "'");
        asApi().body(
                        Map.of(
                                "base_version",
                                current().getInt("version"),
                                "models",
                                Map.of(MODEL, storyboard),
                                "overrides",
                                before.getList("overrides"),
                                "own_account_factor",
                                before.getString("own_account_factor")))
                .post("/internal/prices")
                .then()
                .statusCode(200);
        var proof = proof();
        assertThat(proof.getBoolean("balanced")).as(proof.prettify()).isTrue();
    }

    @Test
    void when_a_rule_is_published_then_it_prices_what_comes_and_nothing_that_was() {
        var accepted = JobId.next();
        assertThat(amount(accepted, "pro")).isEqualTo(CREDIT);
        var version = published(rule("\"per_second\": {\"720p\": \"0.5\"}"));
        assertThat(version).isGreaterThan(before.getInt("version"));
        assertThat(amount(accepted, "pro")).isEqualTo(CREDIT);
        assertThat(amount(JobId.next(), "pro")).isEqualTo(2_500_000);
        assertThat(current().getString("models.'" + MODEL + "'.per_second.'720p'"))
                .isEqualTo("0.5");
        assertThat(current().getMap("models")).hasSameSizeAs(before.getMap("models"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "flat": "3"                                                      | 3000000
                    "flat": "3", "per_second": {"720p": "0.5"}                       | 2500000
                    "flat": "3", "mode_factors": {"text": "1.5"}                     | 4500000
                    "flat": "3", "mode_factors": {"video": "1.5"}                    | 3000000
                    "flat": "0.001"                                                  | 10000
                    "flat": "0.001", "step": "0.000001"                              | 1000
                    "per_clip": {"720p": {"5": "7"}}, "per_second": {"720p": "0.5"}  | 7000000
                    """)
    void then_a_price_is_by_clip_by_second_or_flat_times_its_factors(String rule, long micros) {
        published(rule(rule));
        assertThat(amount(JobId.next(), "pro")).isEqualTo(micros);
    }

    @Test
    void when_the_tenants_own_account_renders_then_a_part_of_the_price_is_held() {
        var own = facts(2).replaceFirst("\\{", "{\"own_account\": true, ");
        assertThat(hold(JobId.next(), holdBody(tenant, "live", own, "")).getLong("amount"))
                .isEqualTo(2 * CREDIT / 20);

        published(
                "\"own_account_factor\": \"0.5\", \"overrides\": [{\"plan\": \"pro\", \"factor\": \"0.5\"}]");

        assertThat(current().getString("own_account_factor")).isEqualTo("0.5");
        var ofPro = ",\"plan\": \"pro\"";
        assertThat(hold(JobId.next(), holdBody(tenant, "live", own, ofPro)).getLong("amount"))
                .isEqualTo(2 * CREDIT / 4);
        assertThat(amount(JobId.next(), "pro")).isEqualTo(CREDIT / 2);
    }

    @Test
    void when_there_are_overrides_then_the_closest_one_counts() {
        published(
                """
                "overrides": [
                  {"plan": "ultra", "factor": "0.5"},
                  {"plan": "ultra", "model": "%s", "factor": "0.8"},
                  {"plan": "pro", "model": "other", "factor": "0.1"},
                  {"tenant": "%s", "factor": "0.25"}]"""
                        .formatted(MODEL, TenantId.next()));
        assertThat(amount(JobId.next(), "free")).isEqualTo(CREDIT);
        assertThat(amount(JobId.next(), "pro")).isEqualTo(CREDIT);
        assertThat(amount(JobId.next(), "ultra")).isEqualTo(800_000);
        published(
                """
                "overrides": [
                  {"plan": "ultra", "model": "%s", "factor": "0.8"},
                  {"tenant": "%s", "factor": "0.25"}]"""
                        .formatted(MODEL, tenant));
        assertThat(amount(JobId.next(), "ultra")).isEqualTo(250_000);
        published(
                """
                "overrides": [
                  {"tenant": "%s", "factor": "0.25"},
                  {"tenant": "%s", "model": "%s", "rule": {"flat": "9"}}]"""
                        .formatted(tenant, tenant, MODEL));
        assertThat(amount(JobId.next(), "ultra")).isEqualTo(9 * CREDIT);
    }

    @Test
    void when_a_quote_was_made_then_it_is_good_though_price_and_plan_change() {
        published("\"overrides\": [{\"plan\": \"pro\", \"factor\": \"0.5\"}]");
        var quote =
                asApi().body(
                                "{\"tenant\": \"%s\", \"plan\": \"pro\", \"facts\": %s}"
                                        .formatted(tenant, facts(1)))
                        .post("/internal/quotes")
                        .then()
                        .statusCode(200)
                        .body("amount", equalTo(500_000))
                        .extract()
                        .jsonPath();
        published("\"overrides\": []");
        var held =
                hold(
                        JobId.next(),
                        holdBody(
                                tenant,
                                "live",
                                facts(1),
                                ",\"plan\": \"free\", \"quote\": {\"price_version\": %d, \"amount\": 500000, \"plan\": \"pro\"}"
                                        .formatted(quote.getInt("price_version"))));
        assertThat(held.getLong("amount")).isEqualTo(500_000);
    }

    @Test
    void when_an_edit_is_checked_then_samples_show_both_prices_and_nothing_changes() {
        asApi().body(
                        """
                        {"edit": {"models": {"%s": {"per_second": {"720p": "0.5"}}}},
                         "samples": [{"model": "%s", "seconds": 5, "resolution": "720p", "n": 2},
                                     {"model": "%s", "seconds": 5, "resolution": "1080p"},
                                     {"model": "none", "seconds": 5, "resolution": "720p"}]}"""
                                .formatted(MODEL, MODEL, MODEL))
                .post("/internal/prices/check")
                .then()
                .statusCode(200)
                .body("samples[0].now.amount", equalTo(2_000_000))
                .body("samples[0].then.amount", equalTo(5_000_000))
                .body("samples[1].now.outcome", equalTo("priced"))
                .body("samples[1].then.outcome", equalTo("unpriceable"))
                .body("samples[2].then.why", equalTo("no price for model none"));
        assertThat(current().getInt("version")).isEqualTo(before.getInt("version"));
    }

    @Test
    void when_somebody_else_has_published_then_an_edit_of_the_version_before_is_refused() {
        var base = before.getInt("version");
        var newest = published(rule("\"flat\": \"1\""));
        publish(base, rule("\"flat\": \"2\""))
                .then()
                .statusCode(409)
                .body(
                        "error",
                        equalTo("the newest version is %d; look at it first".formatted(newest)));
        asApi().get("/internal/prices/" + base)
                .then()
                .statusCode(200)
                .body("version", equalTo(base));
        asApi().get("/internal/prices/versions?limit=2")
                .then()
                .body("data[0].version", equalTo(newest))
                .body("data.size()", equalTo(2));
        asApi().get("/internal/prices/1000000").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "models": {"m": {"flat": "-1"}}                         | flat must be 0 to 1000000
                    "models": {"m": {"flat": "1.1234567"}}                  | at most 6 decimals
                    "models": {"m": {"flat": "x"}}                          | models.m.flat
                    "models": {"m": {"per_second": {"719p": "1"}}}          | models.m
                    "models": {"m": {"audio_factor": "1001"}}               | audio_factor must be 0 to 1000
                    "models": {"m": {"step": "0"}}                          | must be above zero
                    "models": {}                                            | name models, overrides or own_account_factor
                    "own_account_factor": "1.01"                            | own_account_factor must be 0 to 1
                    "own_account_factor": "-0.1"                            | own_account_factor must be 0 to 1
                    "own_account_factor": "0.1234567"                       | at most 6 decimals
                    "own_account_factor": "a tenth"                         | own_account_factor
                    "overrides": [{"factor": "1"}]                          | of a tenant or of a plan
                    "overrides": [{"plan": "pro"}]                          | a factor or a rule
                    "overrides": [{"plan": "pro", "rule": {"flat": "1"}}]   | names its model
                    "overrides": [{"plan": "pro", "factor": "1"}, {"plan": "pro", "factor": "2"}] | two overrides
                    """)
    void when_an_edit_cannot_be_then_it_says_why(String change, String says) {
        publish(before.getInt("version"), change)
                .then()
                .statusCode(400)
                .body("error", containsString(says));
    }
}
