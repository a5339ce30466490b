package dev.reelay.api;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OperatorRoutesTest {
    private static final String PATH = "/admin/v1/models/reelay/storyboard-1/routes";

    private static ValidatableResponse put(String body) {
        return TestTenant.operator().body(body).put(PATH).then();
    }

    @Test
    void when_a_strategy_is_entered_then_it_is_shown_until_an_empty_one_is() {
        put("{\"strategy\":\"reliable\",\"routes\":[{\"provider\":\"sandbox\","
                        + "\"model\":\"storyboard-1\",\"weight\":3}]}")
                .statusCode(200)
                .body("model", equalTo("reelay/storyboard-1"))
                .body("strategy", equalTo("reliable"))
                .body("routes.weight", contains(3));
        TestTenant.operator()
                .get(PATH)
                .then()
                .statusCode(200)
                .body("strategy", equalTo("reliable"));
        put("{}").statusCode(200).body("strategy", equalTo("order"));
        TestTenant.operator()
                .get(PATH)
                .then()
                .statusCode(200)
                .body("object", equalTo("model.routes"))
                .body("routes.provider", contains("sandbox"))
                .body("routes.enabled", contains(true))
                .body("routes.served", contains(true));
    }

    @Test
    void when_a_route_is_named_that_the_catalogue_has_not_then_it_is_refused() {
        put("{\"routes\":[{\"provider\":\"kling\",\"model\":\"kling-3.0\"}]}")
                .statusCode(400)
                .body("error.field", equalTo("routes"))
                .body("error.message", containsString("sandbox storyboard-1"));
        put("[]").statusCode(400);
        put("{\"strategy\":\"best\"}").statusCode(400).body("error.field", equalTo("strategy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobodys", "a/../accounts", "..", "a//b", "%2e%2e", "%00", "a%20b"})
    void when_there_is_no_such_model_then_it_is_not_found(String model) {
        TestTenant.operator()
                .urlEncodingEnabled(false)
                .body("{}")
                .put("/admin/v1/models/" + model + "/routes")
                .then()
                .statusCode(404);
    }

    @Test
    void when_somebody_else_asks_then_he_learns_nothing() {
        RestAssured.given().get(PATH).then().statusCode(401);
        RestAssured.given().body("{}").put(PATH).then().statusCode(401);
    }
}
