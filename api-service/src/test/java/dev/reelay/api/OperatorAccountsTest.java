package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.reelay.testing.RealParts;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OperatorAccountsTest {
    private static final String SECRET = "api-key-kling-0123456789";

    private final String path = "/admin/v1/accounts/kling-" + UUID.randomUUID();

    private static Map<String, Object> kling() {
        return Map.of("provider", "kling", "secrets", Map.of("api_key", SECRET), "slots", 20);
    }

    private ValidatableResponse put(Object body) {
        return TestTenant.operator().body(body).put(path).then();
    }

    @Test
    void when_an_account_is_entered_then_it_is_shown_without_its_secret() {
        put(kling())
                .statusCode(200)
                .body("object", equalTo("provider.account"))
                .body("provider", equalTo("kling"))
                .body("secrets", equalTo(List.of("api_key")))
                .body("slots", equalTo(20))
                .body("slots_now", equalTo(20))
                .body("submits_per_minute", nullValue())
                .body("throttled_at", nullValue())
                .body("in_flight", equalTo(0))
                .body("state", equalTo("open"))
                .body(not(containsString(SECRET)));
        TestTenant.operator().get(path).then().statusCode(200).body("slots", equalTo(20));
        TestTenant.operator()
                .get("/admin/v1/accounts")
                .then()
                .statusCode(200)
                .body("data.provider", hasItem("kling"))
                .body(not(containsString(SECRET)));
    }

    @Test
    void when_it_is_changed_then_secrets_that_are_left_out_stay() {
        put(kling()).statusCode(200);
        put(Map.of("provider", "kling", "slots", 3))
                .statusCode(200)
                .body("secrets", equalTo(List.of("api_key")))
                .body("slots", equalTo(3));
        put(Map.of("provider", "vidu", "secrets", Map.of("api_key", "x")))
                .statusCode(400)
                .body("error.field", equalTo("provider"));
    }

    @Test
    void when_a_pace_is_entered_then_it_is_shown_until_it_is_left_out() {
        var paced = new HashMap<>(kling());
        paced.put("submits_per_minute", 60);
        put(paced).statusCode(200).body("submits_per_minute", equalTo(60));
        put(kling()).statusCode(200).body("submits_per_minute", nullValue());
    }

    @Test
    void when_costs_are_entered_then_they_are_shown_and_stay_until_others_are() {
        var entered = new HashMap<>(kling());
        entered.put("costs", Map.of("*", Map.of("flat", "0.35")));
        put(entered).statusCode(200).body("costs.'*'.flat", equalTo("0.35"));
        put(kling()).statusCode(200).body("costs.'*'.charged", equalTo("success"));
        entered.put("costs", Map.of());
        put(entered).statusCode(200).body("costs", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    provider          | {"secrets": {"api_key": "x"}}
                    provider          | {"provider": "unheard-of"}
                    secrets.api_key   | {"provider": "kling"}
                    secrets           | {"provider": "kling", "secrets": {"key": "x"}}
                    secrets           | {"provider": "kling", "secrets": "x"}
                    settings          | {"provider": "kling", "secrets": {"api_key": "x"}, "settings": {"region": "mars"}}
                    settings.standard | {"provider": "kling", "secrets": {"api_key": "x"}, "settings": {"standard": "none"}}
                    base_url          | {"provider": "kling", "secrets": {"api_key": "x"}, "base_url": "ftp://x"}
                    base_url          | {"provider": "openai-videos", "secrets": {"api_key": "x"}}
                    slots             | {"provider": "kling", "secrets": {"api_key": "x"}, "slots": -1}
                    submits_per_minute | {"provider": "kling", "secrets": {"api_key": "x"}, "submits_per_minute": 0}
                    submits_per_minute | {"provider": "kling", "secrets": {"api_key": "x"}, "submits_per_minute": 0.5}
                    costs             | {"provider": "kling", "secrets": {"api_key": "x"}, "costs": []}
                    costs             | {"provider": "kling", "secrets": {"api_key": "x"}, "costs": {"*": {"flat": "-1"}}}
                    costs             | {"provider": "kling", "secrets": {"api_key": "x"}, "costs": {"*": {"flat": "1", "tax": "1"}}}
                    """)
    void when_it_cannot_work_then_it_is_refused_and_not_kept(String field, String body) {
        put(body).statusCode(400).body("error.field", equalTo(field));
        TestTenant.operator().get(path).then().statusCode(404);
    }

    /// As after the master key was changed.
    @Test
    void when_its_secrets_cannot_be_opened_then_it_is_shown_and_mended_by_entering_them_again() {
        put(kling()).statusCode(200);
        var worker = RealParts.postgres("reelay_worker");
        Jdbi.create(worker.jdbcUrl(), worker.username(), worker.password())
                .useHandle(
                        handle ->
                                handle.execute(
                                        "update provider_account set secrets = 'x'"
                                                + " where name = ?",
                                        path.substring(path.lastIndexOf('/') + 1)));
        TestTenant.operator()
                .get(path)
                .then()
                .statusCode(200)
                .body("secrets", equalTo(List.of("api_key")));
        TestTenant.operator().get("/admin/v1/accounts").then().statusCode(200);
        put(Map.of("provider", "kling", "slots", 3))
                .statusCode(400)
                .body("error.field", equalTo("secrets"))
                .body("error.message", containsString("enter them again"));
        put(kling()).statusCode(200).body("slots", equalTo(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "a_b", "-a", "a-", "a%2Fb", "a%20b", "%00"})
    void when_its_name_is_none_then_it_is_refused(String name) {
        var status =
                TestTenant.operator()
                        .urlEncodingEnabled(false)
                        .body(kling())
                        .put("/admin/v1/accounts/" + name)
                        .statusCode();
        assertThat(status).isIn(400, 404);
    }

    @Test
    void when_it_is_removed_then_it_is_gone() {
        put(kling()).statusCode(200);
        TestTenant.operator().delete(path).then().statusCode(200).body("deleted", equalTo(true));
        TestTenant.operator().get(path).then().statusCode(404);
        TestTenant.operator().delete(path).then().statusCode(404);
        TestTenant.operator().post(path + "/check").then().statusCode(404);
    }

    @Test
    void when_it_is_checked_then_the_provider_is_asked_now() {
        var nobody =
                Map.of(
                        "provider",
                        "kling",
                        "base_url",
                        "https://kling.invalid",
                        "secrets",
                        Map.of("api_key", SECRET));
        put(nobody).statusCode(200);
        TestTenant.operator()
                .post(path + "/check")
                .then()
                .statusCode(200)
                .body("result", equalTo("refused"))
                .body("why", equalTo("the name has no address"));
    }

    @Test
    void when_somebody_else_asks_then_he_learns_nothing() {
        for (var answer :
                List.of(
                        RestAssured.given().get("/admin/v1/accounts"),
                        RestAssured.given().body("{}").put(path),
                        RestAssured.given().delete(path),
                        RestAssured.given().post(path + "/check"))) {
            answer.then().statusCode(401);
        }
    }
}
