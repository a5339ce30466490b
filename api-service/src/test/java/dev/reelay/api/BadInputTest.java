package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.reelay.api.body.Spools;
import dev.reelay.api.contract.Request;
import dev.reelay.api.contract.Wire;
import dev.reelay.api.store.ObjectStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a client sends is refused with its documented answer, costs nothing, leaves nothing
/// behind and is never a server error.
@QuarkusTest
class BadInputTest {
    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    private TestTenant tenant;
    private long spools;

    @BeforeEach
    void makeTenant() throws IOException {
        tenant = TestTenant.create("free", "1000");
        spools = Spools.count();
    }

    @AfterEach
    void nothing_is_left_behind() throws IOException {
        assertThat(Rows.of(jdbi, store, tenant)).isEqualTo(Rows.NONE);
        assertThat(Spools.count()).isEqualTo(spools);
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                bad("prompt", null, "missing_required_parameter", "prompt"),
                bad("prompt", "", "invalid_value", "empty"),
                bad("prompt", "  \n ", "invalid_value", "empty"),
                bad("prompt", "x".repeat(32_001), "invalid_value", "32000"),
                bad("prompt", "x".repeat(40_000), "invalid_value", "32000"),
                bad("prompt", "x".repeat(200_000), "invalid_value", "longer"),
                bad("prompt", "漢".repeat(32_000), "invalid_value", "65536"),
                bad("prompt", 5, "invalid_value", "string"),
                bad("prompt", List.of("x"), "invalid_value", "string"),
                bad("negative_prompt", "x".repeat(32_001), "invalid_value", "32000"),
                bad("model", 7, "invalid_value", "string"),
                bad("model", "m".repeat(101), "invalid_value", "100"),
                bad("seconds", "31", "invalid_value", "1 to 30"),
                bad("seconds", "0", "invalid_value", "1 to 30"),
                bad("seconds", "-4", "invalid_value", "1 to 30"),
                bad("seconds", "4.5", "invalid_value", "whole"),
                bad("seconds", "four", "invalid_value", "whole"),
                bad("seconds", "", "invalid_value", "whole"),
                bad("seconds", true, "invalid_value", "whole"),
                bad("seconds", "99999999999999999999", "invalid_value", "whole"),
                bad("seconds", "9999999999", "invalid_value", "range"),
                bad("size", "5000x5000", "invalid_value", "1920"),
                bad("size", "641x361", "invalid_value", "even"),
                bad("size", "big", "invalid_value", "WIDTHxHEIGHT"),
                bad("size", "0x0", "invalid_value", "WIDTHxHEIGHT"),
                bad("size", 720, "invalid_value", "string"),
                bad("resolution", "4K", "invalid_value", "480p, 720p, 1080p"),
                bad("resolution", "999p", "invalid_value", "720p"),
                bad("aspect_ratio", "5:4", "invalid_value", "16:9"),
                bad("aspect_ratio", "wide", "invalid_value", "W:H"),
                bad("audio", "yes", "invalid_value", "true or false"),
                bad("audio", "true", "invalid_value", "true or false"),
                bad("fps", 61, "invalid_value", "12 to 60"),
                bad("fps", "30", "invalid_value", "whole"),
                bad("seed", -1, "invalid_value", "0 to"),
                bad("seed", 1.5, "invalid_value", "whole"),
                bad("n", 5, "invalid_value", "1 to 4"),
                bad("n", 0, "invalid_value", "1 to 4"),
                bad("n", "2", "invalid_value", "whole"),
                bad("max_cost", "-1", "invalid_value", "decimal"),
                bad("max_cost", "1e5", "invalid_value", "decimal"),
                bad("max_cost", "much", "invalid_value", "decimal"),
                bad("max_cost", true, "invalid_value", "decimal"),
                bad("quote_id", "forged", "invalid_value", "no quote of yours"),
                bad("metadata", "text", "invalid_value", "object"),
                bad("metadata", Map.of("a", "x".repeat(20_000)), "invalid_value", "longer"),
                bad("provider_options", List.of(), "invalid_value", "object"),
                bad("provider_options", Map.of("Duration", 60), "invalid_value", "price"),
                bad("provider_options", Map.of("a", Map.of("n", 4)), "invalid_value", "price"),
                bad("quality", "pro", "invalid_value", "cannot be chosen"),
                bad("quality", 3, "invalid_value", "string"),
                bad("user", "u".repeat(513), "invalid_value", "512"),
                bad("characters", List.of(Map.of("id", "c")), "invalid_value", "not supported"),
                bad("callback_url", "http://example.com/hook", "invalid_value", "https"),
                bad("callback_url", "https://127.0.0.1/hook", "invalid_value", "IP address"),
                bad("callback_url", "https://localhost/hook", "invalid_value", "public internet"),
                bad("callback_url", "https://a:b@example.com/", "invalid_value", "password"),
                bad("callback_url", "https://example.com:25/", "invalid_value", "8443"),
                bad("callback_url", "https://example.com/#x", "invalid_value", "fragment"),
                bad("callback_url", "not an address", "invalid_value", "ASCII"),
                bad("callback_url", 7, "invalid_value", "string"),
                bad("promt", "x", "unknown_parameter", "promt"),
                bad("tenant_id", "x", "unknown_parameter", "tenant_id"),
                bad("last_frame", Pictures.dataUrl(Pictures.png()), "invalid_value", "first frame"),
                bad(
                        "reference_images",
                        List.of(Pictures.dataUrl(Pictures.png())),
                        "invalid_value",
                        "text, image, frames, extension"));
    }

    private static Arguments bad(String field, @Nullable Object value, String code, String says) {
        return Arguments.of(field, value, code, says);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void when_a_field_is_wrong_then_it_is_named_with_what_is_allowed(
            String field, @Nullable Object value, String code, String says) {
        var body = new HashMap<String, Object>();
        body.put("model", TestTenant.MODEL);
        body.put("prompt", "a kite");
        body.put(field, value);
        tenant.submit(UUID.randomUUID().toString(), body)
                .then()
                .statusCode(400)
                .contentType(ContentType.JSON)
                .header("Request-Id", not(nullValue()))
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.code", equalTo(code))
                .body("error.param", equalTo(field))
                .body("error.message", containsString(says));
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                Arguments.of("seconds", Map.of("seconds", "4", "duration", 5)),
                Arguments.of("resolution", Map.of("size", "1280x720", "resolution", "1080p")),
                Arguments.of("aspect_ratio", Map.of("size", "1280x720", "aspect_ratio", "9:16")));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void when_fields_contradict_each_other_then_that_is_said(String param, Map<String, ?> fields) {
        var body = new HashMap<String, Object>(fields);
        body.put("model", TestTenant.MODEL);
        body.put("prompt", "a kite");
        tenant.submit(body)
                .then()
                .statusCode(400)
                .body("error.param", equalTo(param))
                .body("error.message", containsString("contradicts"));
    }

    @Test
    void when_the_model_is_unknown_then_it_is_not_found() {
        tenant.submit(Map.of("model", "nope/nothing", "prompt", "a kite"))
                .then()
                .statusCode(404)
                .body("error.code", equalTo("model_not_found"))
                .body("error.param", equalTo("model"));
    }

    @Test
    void when_nobody_renders_the_model_then_a_live_key_is_told_before_anything_is_held() {
        tenant.submit(Map.of("prompt", "the default model needs a plan"))
                .then()
                .statusCode(403)
                .body("error.param", equalTo("model"))
                .body("error.message", equalTo("The model 'sora-2' needs the plan pro."));
        var pro = TestTenant.create("pro", "1000");
        pro.submit(Map.of("prompt", "the default model has no provider"))
                .then()
                .statusCode(403)
                .body("error.param", equalTo("model"))
                .body(
                        "error.message",
                        equalTo(
                                "The model 'sora-2' has no provider on this server; test keys can"
                                        + " use it."));
        assertThat(Rows.of(jdbi, store, pro)).isEqualTo(Rows.NONE);
    }

    static Stream<Arguments> images() {
        var png = Pictures.png();
        var jpeg = Pictures.jpeg();
        return Stream.of(
                Arguments.of("is cut off", dataUrl(Arrays.copyOf(png, png.length - 12))),
                Arguments.of("cut off", dataUrl(Arrays.copyOf(png, png.length / 2))),
                Arguments.of("cut off", dataUrl(Arrays.copyOf(jpeg, jpeg.length - 2))),
                Arguments.of("too large", dataUrl(Bombs.png(20_000, 20_000))),
                Arguments.of("too large", dataUrl(Bombs.png(16_385, 10))),
                Arguments.of("too large", dataUrl(Bombs.png(10_000, 10_000))),
                Arguments.of(
                        "no file we can use",
                        dataUrl("GIF89a....".getBytes(StandardCharsets.UTF_8))),
                Arguments.of("no file we can use", dataUrl(new byte[0])),
                Arguments.of(
                        "no file we can use", dataUrl("<svg/>".getBytes(StandardCharsets.UTF_8))),
                Arguments.of(
                        "is a video",
                        dataUrl("\0\0\0\u0018ftypisom    ".getBytes(StandardCharsets.ISO_8859_1))),
                Arguments.of("base64", "data:image/png;base64,!!!!"),
                Arguments.of("base64", "data:image/png;base64," + "*".repeat(200_000)),
                Arguments.of("data URL", "data:image/png,plain"),
                Arguments.of("data URL", "just text"),
                Arguments.of("data URL", ""),
                Arguments.of("data URL", "x".repeat(300_000)),
                Arguments.of("https address", "http://example.com/a.png"),
                Arguments.of("https address", "HTTP://169.254.169.254/latest"),
                Arguments.of("not an IP address", "https://169.254.169.254/latest"),
                Arguments.of("public internet", "https://localhost/a.png"),
                Arguments.of("public internet", "https://store.internal/a.png"),
                Arguments.of("user name", "https://a:b@example.com/a.png"),
                Arguments.of("port 443", "https://example.com:9000/a.png"),
                Arguments.of("characters", "https://example.com/" + "a".repeat(2100)),
                Arguments.of("no upload of yours", "upl_00000000000000000000000000000000"));
    }

    private static String dataUrl(byte[] bytes) {
        return Pictures.dataUrl(bytes);
    }

    @ParameterizedTest
    @MethodSource("images")
    void when_an_image_is_broken_then_that_is_said(String says, String url) {
        tenant.submit(
                        Map.of(
                                "model",
                                TestTenant.MODEL,
                                "prompt",
                                "a kite",
                                "input_reference",
                                Map.of("image_url", url)))
                .then()
                .statusCode(400)
                .body("error.code", equalTo("invalid_value"))
                .body("error.param", equalTo("input_reference"))
                .body("error.message", containsString(says));
    }

    static Stream<Object> references() {
        return Stream.of(
                Map.of(),
                Map.of("image_url", "data:,", "file_id", "upl_0"),
                Map.of("file_id", "file-123"),
                Map.of("file_id", 5),
                Map.of("url", "x"),
                5,
                List.of("x"));
    }

    @ParameterizedTest
    @MethodSource("references")
    void when_a_reference_has_no_known_form_then_it_is_refused(Object reference) {
        tenant.submit(
                        Map.of(
                                "model",
                                TestTenant.MODEL,
                                "prompt",
                                "a kite",
                                "input_reference",
                                reference))
                .then()
                .statusCode(400);
    }

    @Test
    void when_two_images_come_and_the_second_is_broken_then_the_first_is_not_kept() {
        tenant.submit(
                        Map.of(
                                "model",
                                TestTenant.MODEL,
                                "prompt",
                                "a kite",
                                "input_reference",
                                Map.of("image_url", dataUrl(Pictures.noise(400))),
                                "last_frame",
                                "data:image/png;base64,AAAA"))
                .then()
                .statusCode(400)
                .body("error.param", equalTo("last_frame"));
    }

    @Test
    void when_a_file_part_is_broken_then_that_is_said() {
        tenant.live()
                .multiPart("model", TestTenant.MODEL)
                .multiPart("prompt", "a kite")
                .multiPart("input_reference", "a.png", Bombs.png(20_000, 20_000), "image/png")
                .post("/v1/videos")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("input_reference"));
        tenant.live()
                .multiPart("file", "a.png", "not an image".getBytes(StandardCharsets.UTF_8))
                .post("/v1/uploads")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("file"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nope",
                "[]",
                "{\"prompt\":\"a\",\"prompt\":\"b\"}",
                "{\"seed\":NaN}",
                "{\"seed\":1e-2147483648}",
                "{\"prompt\":\"\\u0000\"}",
                "{\"prompt\":\"x\"} trailing"
            })
    void when_the_body_is_malformed_then_that_is_said(String json) {
        for (var path : List.of("/v1/videos", "/v1/videos/quote")) {
            tenant.live()
                    .contentType(ContentType.JSON)
                    .body(json.getBytes(StandardCharsets.UTF_8))
                    .post(path)
                    .then()
                    .statusCode(400)
                    .body("error.type", equalTo("invalid_request_error"))
                    .body("error.code", nullValue());
        }
    }

    @Test
    void when_the_content_type_is_another_then_it_is_unsupported() {
        tenant.live()
                .contentType("text/xml")
                .body("<a/>")
                .post("/v1/videos")
                .then()
                .statusCode(415)
                .body("error.type", equalTo("invalid_request_error"));
    }

    @Test
    void when_the_json_is_too_long_then_it_is_too_large() {
        tenant.live()
                .contentType(ContentType.JSON)
                .body("{\"metadata\":{\"a\":[" + "\"xxxx\",".repeat(200_000) + "1]}}")
                .post("/v1/videos")
                .then()
                .statusCode(413)
                .body("error.message", containsString("1 MB"));
    }

    @Test
    void when_too_much_is_announced_then_it_is_refused_unread() throws IOException {
        var answer =
                raw(
                        "POST /v1/videos HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                + tenant.liveKey()
                                + "\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 80000000\r\n\r\n{",
                        0);
        assertThat(answer).startsWith("HTTP/1.1 413").contains("invalid_request_error");
    }

    @Test
    void when_too_much_comes_in_chunks_then_it_is_refused() throws IOException {
        var answer =
                raw(
                        "POST /v1/videos HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                + tenant.liveKey()
                                + "\r\nContent-Type: application/json\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"input\":\r\n1\r\n\"\r\n",
                        75);
        assertThat(answer).startsWith("HTTP/1.1 413").contains("70 MB");
    }

    /// Sends the head and so many chunks of a megabyte; what comes back until the server closes.
    private static String raw(String head, int megabytes) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            var out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            sendChunks(out, megabytes);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void sendChunks(OutputStream out, int megabytes) {
        var chunk = new byte[1024 * 1024];
        Arrays.fill(chunk, (byte) 'x');
        try {
            for (var i = 0; i < megabytes; i++) {
                out.write("100000\r\n".getBytes(StandardCharsets.US_ASCII));
                out.write(chunk);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();
        } catch (IOException e) {
            // The server has said what it thinks and closed; that is read next.
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Basic dTpw",
                "Bearer nonsense",
                "Bearer sk-live-",
                "Bearer sk-live-0000000000000000000000000000000000000000000000000",
                "Bearer sk-prod-0000000000000000000000000000000000000000000000000"
            })
    void when_the_key_is_wrong_then_that_is_all_that_is_said(String authorization) {
        RestAssured.given()
                .header("Authorization", authorization)
                .contentType(ContentType.JSON)
                .body(Map.of("model", TestTenant.MODEL, "prompt", "x"))
                .post("/v1/videos")
                .then()
                .statusCode(401)
                .body("error.code", equalTo("invalid_api_key"))
                .body("error.type", equalTo("invalid_request_error"));
    }

    @Test
    void when_no_key_is_sent_then_every_route_says_so() {
        for (var path : List.of("/v1/videos", "/v1/videos/x", "/v1/models", "/v1/credits")) {
            RestAssured.get(path).then().statusCode(401);
        }
        RestAssured.post("/v1/uploads").then().statusCode(401);
        RestAssured.post("/v1/videos/quote").then().statusCode(401);
        RestAssured.post("/v1/videos/x/cancel").then().statusCode(401);
        RestAssured.delete("/v1/videos/x").then().statusCode(401);
        RestAssured.get("/v1/videos/x/content").then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "video_00000000000070008000000000000000",
                "video_",
                "video_XYZ",
                "00000000-0000-7000-8000-000000000000",
                "edits",
                "%00",
                "%2e%2e%2f",
                "' or 1=1 --"
            })
    void when_an_id_is_unknown_then_every_route_answers_alike(String id) {
        for (var answer :
                List.of(
                        tenant.live().get("/v1/videos/{id}", id),
                        tenant.live().delete("/v1/videos/{id}", id),
                        tenant.live().post("/v1/videos/{id}/cancel", id),
                        tenant.live().get("/v1/videos/{id}/content", id))) {
            answer.then().statusCode(404).body("error.code", nullValue());
        }
    }

    @Test
    void when_an_id_is_anothers_then_it_is_as_if_it_were_unknown() {
        var other = TestTenant.rich();
        var foreign = other.job();
        var unknown = "video_00000000000070008000000000000000";
        assertThat(answers(foreign)).isEqualTo(answers(unknown));
        other.video(foreign).then().statusCode(200);
    }

    private List<String> answers(String id) {
        return Stream.of(
                        tenant.live().get("/v1/videos/" + id),
                        tenant.live().delete("/v1/videos/" + id),
                        tenant.live().post("/v1/videos/" + id + "/cancel"),
                        tenant.live().get("/v1/videos/" + id + "/content"))
                .map(answer -> answer.statusCode() + answer.asString())
                .toList();
    }

    @Test
    void when_a_path_is_unknown_then_the_answer_has_the_dialects_shape() {
        for (var answer :
                List.of(
                        tenant.get("/v1/nothing"),
                        tenant.get("/v1"),
                        tenant.get("/v1/videos/x/y/z"),
                        tenant.live().post("/v1/videos/x/remaster"))) {
            answer.then()
                    .statusCode(404)
                    .contentType(ContentType.JSON)
                    .header("Request-Id", not(nullValue()))
                    .body("error.type", equalTo("invalid_request_error"));
        }
    }

    @Test
    void when_the_method_is_wrong_then_the_answer_has_the_dialects_shape() {
        for (var answer :
                List.of(
                        tenant.live().put("/v1/videos"),
                        tenant.live().patch("/v1/videos/x"),
                        tenant.live().get("/v1/uploads"),
                        tenant.live().post("/v1/models"))) {
            answer.then()
                    .statusCode(405)
                    .header("Allow", not(nullValue()))
                    .body("error.type", equalTo("invalid_request_error"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=101", "limit=-1", "limit=x", "order=up", "after=x", "after=video_1"})
    void when_a_page_is_asked_wrongly_then_the_parameter_is_named(String query) {
        tenant.get("/v1/videos?" + query)
                .then()
                .statusCode(400)
                .body("error.param", equalTo(query.split("=", 2)[0]));
    }

    @Test
    void when_the_idempotency_key_is_too_long_then_it_is_refused() {
        tenant.submit("k".repeat(256), Map.of("model", TestTenant.MODEL, "prompt", "x"))
                .then()
                .statusCode(400)
                .body("error.param", equalTo("Idempotency-Key"));
    }

    @Test
    void when_headers_are_odd_then_nothing_breaks() {
        Response answer =
                tenant.live()
                        .header("traceparent", "x".repeat(2000))
                        .header("X-Client-Request-Id", "my id/1")
                        .header("Range", "bytes=" + "9".repeat(500))
                        .get("/v1/videos");
        answer.then().statusCode(200);
        tenant.live()
                .header("X-Client-Request-Id", "mine-1")
                .get("/v1/videos")
                .then()
                .header("X-Client-Request-Id", "mine-1");
        tenant.live()
                .contentType("application/json; charset=\"")
                .body("{\"model\":\"reelay/storyboard-1\"}")
                .post("/v1/videos")
                .then()
                .statusCode(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/videos/%zz, error.type, invalid_request_error",
        "/v1/videos?after=%, error.type, invalid_request_error",
        "/openai/v1/%, error.type, invalid_request_error",
        "/openrouter/api/v1/videos/%zz, error.code, 400",
        "/modelgates/api/v1/videos/%zz, error.code, 400",
        "/api/v1/videos/%zz, error.code, 400",
        "/newapi/v1/videos/{x}, code, invalid_request",
        "/v1/video/generations/%zz, code, invalid_request",
        "/gptimage2/api/ai/tasks/%zz, error, Invalid request",
        "/api/ai/tasks/^x, error, Invalid request",
        "/aigate/v1/videos/%zz/content, error.code, invalid_request_error",
        "/a4f/v1/%, error.code, invalid_request_error",
        "/admin/v1/%zz, error.message, the URL is not well formed"
    })
    void when_the_url_is_malformed_then_its_api_says_so(String path, String member, String expected)
            throws IOException {
        for (var method : List.of("GET", "POST")) {
            var answer = new Wire(RestAssured.port).send(Request.of(method, path));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.mediaType()).isEqualTo("application/json");
            assertThat(answer.header("request-id")).startsWith("req_");
            assertThat(answer.body()).containsIgnoringCase("the URL is not well formed");
            assertThat(JsonPath.from(answer.body()).getString(member)).isEqualTo(expected);
        }
    }

    @Test
    void when_a_malformed_url_is_of_no_api_then_there_is_nothing() throws IOException {
        var answer = new Wire(RestAssured.port).send(Request.of("GET", "/nowhere/%zz"));
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void when_only_the_head_of_a_malformed_url_is_asked_then_no_body_follows() throws IOException {
        var answer = raw("HEAD /v1/videos/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 0);
        assertThat(answer).startsWith("HTTP/1.1 400").endsWith("\r\n\r\n");
    }

    @Test
    void when_an_id_is_no_text_then_there_is_no_such_video() throws IOException {
        var asked = Request.of("GET", "/v1/videos/%ff%fe").bearer(tenant.liveKey());
        assertThat(new Wire(RestAssured.port).send(asked).status()).isEqualTo(404);
    }
}
