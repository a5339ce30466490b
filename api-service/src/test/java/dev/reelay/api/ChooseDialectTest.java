package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A prefix decides, then the path, then the key.
@QuarkusTest
class ChooseDialectTest {
    private static final Map<String, String> BODY =
            Map.of("model", TestTenant.MODEL, "prompt", "a kite");
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    @Test
    void when_the_prefix_is_openais_then_links_keep_it() {
        var id =
                tenant.live()
                        .contentType(ContentType.JSON)
                        .body(BODY)
                        .post("/openai/v1/videos")
                        .then()
                        .statusCode(200)
                        .body(
                                "links.self",
                                startsWith("http://localhost:8081/openai/v1/videos/video_"))
                        .extract()
                        .<String>path("id");
        tenant.get("/openai/v1/videos/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("links.self", equalTo("http://localhost:8081/openai/v1/videos/" + id));
        tenant.get("/openai/v1/videos?limit=1").then().body("data[0].id", equalTo(id));
        tenant.get("/v1/videos/" + id)
                .then()
                .body("links.self", equalTo("http://localhost:8081/v1/videos/" + id));
    }

    @Test
    void when_a_path_under_a_prefix_is_unknown_then_the_dialect_says_so() {
        tenant.get("/openai/nope")
                .then()
                .statusCode(404)
                .body("error.message", equalTo("Invalid URL (GET /openai/nope)."));
        tenant.get("/openai/v1/a%7Cb?c=%00").then().statusCode(404);
    }

    @Test
    void when_a_key_has_an_unknown_dialect_then_it_is_not_made() {
        TestTenant.operator()
                .body(Map.of("name", "a key", "mode", "live", "dialect", "klingon"))
                .post("/admin/v1/tenants/" + tenant.id() + "/keys")
                .then()
                .statusCode(400)
                .body("error.field", equalTo("dialect"));
    }

    @Test
    void when_a_dialect_does_not_have_the_path_then_its_key_changes_nothing() {
        TestTenant.as(key("gptimage2"))
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(BODY)
                .post("/v1/videos")
                .then()
                .statusCode(200)
                .body("id", matchesPattern("video_[0-9a-f]{32}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/openai/v1/a|b",
                "/newapi/v1/videos/{x}",
                "/gptimage2/%zz",
                "/openrouter/%",
                "/modelgates/api/v1/videos/\"x\"",
                "/api/v1/videos/a%2Fb",
                "/%6fpenai/v1/videos",
                "/newapi/../admin/v1/tenants",
                "/newapi/%2e%2e/admin/v1/tenants",
                "/newapi?%zz=|",
                "/api/ai/tasks/^`",
                "/v1/videos/task_%00",
                "/jimeng/;x=1",
                "/openai",
                "/newapi/v1/videos/task_00000000000000000000000000000000/content;a"
            })
    void when_a_path_is_hostile_then_it_is_refused_and_no_server_error(String path)
            throws IOException {
        var head =
                "GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(path, tenant.liveKey());
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*");
        }
    }

    private String key(String dialect) {
        return TestTenant.operator()
                .body(Map.of("name", "a key", "mode", "live", "dialect", dialect))
                .post("/admin/v1/tenants/" + tenant.id() + "/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }
}
