package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a key may spend, it and those that come of it.
@QuarkusTest
class SpendLimitsTest {
    private static final Map<String, String> KITE =
            Map.of("model", TestTenant.MODEL, "prompt", "a kite");

    private TestTenant tenant;
    private String key;

    @BeforeEach
    void make() {
        tenant = TestTenant.create("ultra", "1000");
        key = TestTenant.key(tenant.id(), "live", Map.of("spend_limits", Map.of("total", "2")));
    }

    private Response submit(String key) {
        return TestTenant.as(key).contentType(ContentType.JSON).body(KITE).post("/v1/videos");
    }

    private Response make(String key, Map<String, ?> body) {
        return TestTenant.as(key).contentType(ContentType.JSON).body(body).post("/v1/keys");
    }

    @Test
    void when_200_submit_at_once_then_it_spends_no_more() throws Exception {
        var answers = Plans.together(200, () -> submit(key));
        assertThat(answers.stream().filter(status -> status == 200)).hasSize(2);
        assertThat(tenant.held()).isEqualTo("1.6");
        submit(key)
                .then()
                .statusCode(429)
                .header("x-should-retry", "false")
                .header("Retry-After", equalTo(null))
                .body(
                        "error.message",
                        equalTo(
                                "This key may spend 2 credits in all, has spent 1.6, and this"
                                        + " needs 0.8."));
        submit(tenant.liveKey()).then().statusCode(200);
    }

    @Test
    void when_it_is_rotated_then_the_new_key_has_what_the_old_one_left() {
        submit(key).then().statusCode(200);
        var old =
                TestTenant.as(key)
                        .get("/v1/keys")
                        .<String>path(
                                "data.find { it.last4 == '%s' }.id"
                                        .formatted(key.substring(key.length() - 4)));
        var made = make(key, "/" + old + "/rotate");
        submit(made).then().statusCode(200);
        submit(made).then().statusCode(429);
        submit(key).then().statusCode(429);
    }

    private String make(String key, String path) {
        return TestTenant.as(key)
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/keys" + path)
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }

    @Test
    void when_it_makes_another_key_then_both_together_spend_no_more() {
        make(key, Map.of("name", "more")).then().statusCode(400);
        make(key, Map.of("name", "more", "spend_limits", Map.of("total", "2.000001")))
                .then()
                .statusCode(400)
                .body("error.param", equalTo("spend_limits"));
        var made = make(key, Map.of("name", "as much", "spend_limits", Map.of("total", "2")));
        made.then().statusCode(201).body("spend_limits.total", equalTo("2"));
        submit(made.path("key")).then().statusCode(200);
        submit(key).then().statusCode(200);
        submit(made.path("key")).then().statusCode(429);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"weekly": "1"}      | spend_limits.weekly
                    {"daily": "-1"}      | spend_limits.daily
                    {"daily": "1e3"}     | spend_limits.daily
                    {"total": "0.1234567"} | spend_limits.total
                    {"monthly": true}    | spend_limits.monthly
                    "2"                  | spend_limits
                    """)
    void when_a_limit_is_none_then_it_is_refused(String limits, String field) {
        tenant.live()
                .contentType(ContentType.JSON)
                .body("{\"name\": \"a key\", \"spend_limits\": %s}".formatted(limits))
                .post("/v1/keys")
                .then()
                .statusCode(400)
                .body("error.param", equalTo(field));
    }
}
