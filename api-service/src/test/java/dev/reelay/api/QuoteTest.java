package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.reelay.api.store.ObjectStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class QuoteTest {
    private static final Map<String, ?> KITE =
            Map.of("model", TestTenant.MODEL, "prompt", "a kite", "seconds", "10", "n", 2);

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    private Response quote(Map<String, ?> body) {
        return tenant.live().contentType(ContentType.JSON).body(body).post("/v1/videos/quote");
    }

    private Response submit(TestTenant owner, Map<String, ?> body, String quote) {
        var quoted = new HashMap<String, Object>(body);
        quoted.put("quote_id", quote);
        return owner.submit(quoted);
    }

    @Test
    void when_a_price_is_asked_then_it_is_told_and_nothing_is_stored() {
        var before = Instant.now().getEpochSecond();
        var answer = quote(KITE);
        answer.then()
                .statusCode(200)
                .body("quote_id", notNullValue())
                .body("credits", equalTo("4"))
                .body("usd", equalTo("0.04"))
                .body("expected_seconds", equalTo(6));
        assertThat(answer.<Integer>path("expires_at") - before).isBetween(598L, 602L);
        assertThat(Rows.of(jdbi, store, tenant)).isEqualTo(Rows.NONE);
    }

    @Test
    void when_what_was_quoted_is_submitted_then_that_is_held() {
        submit(tenant, KITE, quote(KITE).path("quote_id"))
                .then()
                .statusCode(200)
                .body("billing.held", equalTo("4"));
    }

    @Test
    void when_only_the_prompt_differs_then_the_quote_still_fits() {
        var other = new HashMap<String, Object>(KITE);
        other.put("prompt", "a boat");
        submit(tenant, other, quote(KITE).path("quote_id")).then().statusCode(200);
    }

    @Test
    void when_something_else_is_submitted_then_the_quote_does_not_fit() {
        var other = new HashMap<String, Object>(KITE);
        other.put("seconds", "11");
        submit(tenant, other, quote(KITE).path("quote_id"))
                .then()
                .statusCode(400)
                .body("error.param", equalTo("quote_id"))
                .body("error.message", containsString("another submission"));
        tenant.assertNothingHeld();
    }

    @Test
    void when_it_was_made_for_another_tenant_or_mode_then_it_is_refused() {
        var quote = quote(KITE).<String>path("quote_id");
        submit(TestTenant.rich(), KITE, quote)
                .then()
                .statusCode(400)
                .body("error.message", containsString("no quote of yours"));
        var test = new HashMap<String, Object>(KITE);
        test.put("quote_id", quote);
        TestTenant.as(tenant.testKey())
                .contentType(ContentType.JSON)
                .body(test)
                .post("/v1/videos")
                .then()
                .statusCode(400);
    }

    @Test
    void when_it_is_changed_then_it_is_refused() {
        var parts = quote(KITE).<String>path("quote_id").split("\\.");
        var none = "eyJhbGciOiJub25lIn0";
        for (var forged :
                new String[] {
                    parts[0] + "." + parts[1] + ".AAAA",
                    none + "." + parts[1] + ".",
                    parts[0] + "." + parts[1].substring(2) + "." + parts[2]
                }) {
            submit(tenant, KITE, forged)
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("quote_id"));
        }
    }

    @Test
    void when_the_submission_would_be_refused_then_so_is_the_quote() {
        quote(Map.of("model", TestTenant.MODEL, "prompt", "x", "seconds", "31"))
                .then()
                .statusCode(400)
                .body("error.param", equalTo("seconds"));
    }
}
