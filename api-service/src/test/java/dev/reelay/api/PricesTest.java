package dev.reelay.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Four seconds of 720p cost 0.8 credits as the catalogue has it. What is published here is for
/// this tenant alone.
@QuarkusTest
class PricesTest {
    private static final Map<String, String> KITE =
            Map.of("model", TestTenant.MODEL, "prompt", "a kite");

    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.create("pro", "100");
    }

    @AfterEach
    void putBack() {
        publish("{\"base_version\": %d, \"overrides\": []}".formatted(version()))
                .then()
                .statusCode(201);
    }

    private static int version() {
        return TestTenant.operator()
                .get("/admin/v1/prices")
                .then()
                .statusCode(200)
                .body("models.'reelay/storyboard-1'.per_second.'720p'", equalTo("0.2"))
                .extract()
                .path("version");
    }

    private static Response publish(String edit) {
        return TestTenant.operator().body(edit).post("/admin/v1/prices");
    }

    private void pays(String factor) {
        publish(
                        "{\"base_version\": %d, \"note\": \"a test\", \"overrides\": [{\"tenant\": \"%s\", \"factor\": \"%s\"}]}"
                                .formatted(version(), tenant.id(), factor))
                .then()
                .statusCode(201)
                .body("overrides[0].factor", equalTo(factor));
    }

    private Response quote() {
        return tenant.live().contentType(ContentType.JSON).body(KITE).post("/v1/videos/quote");
    }

    @Test
    void when_a_price_is_published_then_new_jobs_obey_and_accepted_ones_keep_theirs() {
        tenant.job();
        var quote = quote().<String>path("quote_id");
        pays("2.5");
        quote().then().statusCode(200).body("credits", equalTo("2"));
        tenant.job();
        assertThat(tenant.held()).isEqualTo("2.8");
        tenant.submit(Map.of("model", TestTenant.MODEL, "prompt", "a kite", "quote_id", quote))
                .then()
                .statusCode(200);
        assertThat(tenant.held()).isEqualTo("3.6");
    }

    @Test
    void when_a_quote_was_made_under_another_plan_then_it_is_still_good() {
        var quote = quote().<String>path("quote_id");
        TestTenant.operator()
                .body(Map.of("plan", "ultra"))
                .patch("/admin/v1/tenants/" + tenant.id())
                .then()
                .statusCode(200);
        tenant.submit(Map.of("model", TestTenant.MODEL, "prompt", "a kite", "quote_id", quote))
                .then()
                .statusCode(200);
    }

    @Test
    void when_an_edit_is_checked_then_it_says_what_samples_cost_in_credits() {
        TestTenant.operator()
                .body(
                        """
                        {"edit": {"overrides": [{"plan": "pro", "factor": "0.5"}]},
                         "samples": [{"model": "reelay/storyboard-1", "seconds": 4, "resolution": "720p", "plan": "pro"}]}""")
                .post("/admin/v1/prices/check")
                .then()
                .statusCode(200)
                .body("samples[0].now.amount", equalTo("0.8"))
                .body("samples[0].then.amount", equalTo("0.4"));
        quote().then().body("credits", equalTo("0.8"));
    }

    @Test
    void then_versions_can_be_read() {
        pays("3");
        var newest =
                TestTenant.operator()
                        .get("/admin/v1/prices/versions?limit=2")
                        .then()
                        .statusCode(200)
                        .body("data", hasSize(2))
                        .body("data[0].note", equalTo("a test"))
                        .body("data[0].version", greaterThan(1))
                        .extract()
                        .<Integer>path("data[0].version");
        TestTenant.operator()
                .get("/admin/v1/prices/versions/" + newest)
                .then()
                .statusCode(200)
                .body("overrides[0].tenant", equalTo(tenant.id()));
        for (var path : List.of("versions/0", "versions/x", "versions/99999999")) {
            TestTenant.operator().get("/admin/v1/prices/" + path).then().statusCode(404);
        }
        TestTenant.operator().get("/admin/v1/prices/versions?limit=x").then().statusCode(400);
        TestTenant.operator().get("/admin/v1/prices/versions?limit=201").then().statusCode(400);
    }

    @Test
    void when_an_edit_is_of_an_older_version_then_it_is_refused() {
        var base = version();
        pays("3");
        publish("{\"base_version\": %d, \"overrides\": []}".formatted(base))
                .then()
                .statusCode(409)
                .body("error.message", containsString("the newest version is"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"base_version\": \"1\"}",
                "{\"base_version\": 1, \"models\": {\"m\": {\"flat\": \"-1\"}}}",
                "{\"base_version\": 1, \"models\": {\"m\": null}}",
                "{\"base_version\": 1, \"overrides\": [null]}",
                "{\"base_version\": 1, \"overrides\": [{\"tenant\": \"x\", \"factor\": \"1\"}]}",
                "{\"base_version\": 1, \"note\": \"\\u0000\", \"overrides\": []}"
            })
    void when_an_edit_is_wrong_then_it_is_refused(String edit) {
        publish(edit).then().statusCode(400);
        TestTenant.operator()
                .body("{\"edit\": %s, \"samples\": [{\"model\": \"\"}]}".formatted(edit))
                .post("/admin/v1/prices/check")
                .then()
                .statusCode(400);
    }

    @Test
    void when_somebody_else_asks_then_nothing_is_shown() {
        given().get("/admin/v1/prices").then().statusCode(401);
        tenant.live()
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/admin/v1/prices")
                .then()
                .statusCode(401);
    }
}
