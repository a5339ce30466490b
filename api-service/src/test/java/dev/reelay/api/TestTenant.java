package dev.reelay.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// A tenant made through the operators' API, and calls under its keys.
public record TestTenant(String id, String liveKey, String testKey) {
    static final String MODEL = "reelay/storyboard-1";

    static TestTenant create(String plan, String credits) {
        var tenant =
                operator()
                        .body(Map.of("name", "a test", "plan", plan))
                        .post("/admin/v1/tenants")
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("id");
        var made = new TestTenant(tenant, key(tenant, "live"), key(tenant, "test"));
        if (!credits.equals("0")) {
            made.grant(credits);
        }
        return made;
    }

    public static TestTenant rich() {
        return create("ultra", "1000");
    }

    static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + RealServices.ADMIN_TOKEN)
                .contentType(ContentType.JSON);
    }

    static String key(String tenant, String mode) {
        return key(tenant, mode, Map.of());
    }

    /// @param settings what the key is made with besides
    static String key(String tenant, String mode, Map<String, ?> settings) {
        var body = new HashMap<String, Object>(settings);
        body.put("name", "a key");
        body.put("mode", mode);
        return operator()
                .body(body)
                .post("/admin/v1/tenants/" + tenant + "/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }

    /// As the operator.
    void change(Map<String, ?> change) {
        operator().body(change).patch("/admin/v1/tenants/" + id).then().statusCode(200);
    }

    void grant(String credits) {
        operator()
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("credits", credits, "reason", "a test"))
                .post("/admin/v1/tenants/" + id + "/grants")
                .then()
                .statusCode(201);
    }

    RequestSpecification live() {
        return as(liveKey);
    }

    public static RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    Response submit(Map<String, ?> body) {
        return live().contentType(ContentType.JSON).body(body).post("/v1/videos");
    }

    Response submit(String idempotencyKey, Map<String, ?> body) {
        return live().header("Idempotency-Key", idempotencyKey)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/videos");
    }

    /// A job of four seconds of 720p, which costs 0.8 credits.
    public String job() {
        return submit(Map.of("model", MODEL, "prompt", "a kite"))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    Response get(String path) {
        return live().get(path);
    }

    Response video(String id) {
        return get("/v1/videos/" + id);
    }

    String held() {
        return balance("held");
    }

    String balance(String member) {
        return get("/v1/credits").then().statusCode(200).extract().path(member);
    }

    /// What the ledger says of itself, and that this tenant holds nothing.
    void assertNothingHeld() {
        assertThat(held()).isEqualTo("0");
    }
}
