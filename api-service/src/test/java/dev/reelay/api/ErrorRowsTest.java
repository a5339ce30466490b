package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.testing.RealParts;
import dev.reelay.testing.Server;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the two APIs whose calls wait say when a key is busy or stands for something else, when a
/// range is outside, and when a part of the service is away or broken.
@QuarkusTest
class ErrorRowsTest {
    private enum Api {
        AIGATE(
                "/aigate/v1/video/generations",
                "{\"model\": \"klingai/kling-v3.0-t2v\", \"prompt\": \"a kite\"}",
                "{\"error\": {\"message\": \"%s\", \"type\": \"%s\", \"param\": null, \"code\": \"%s\", \"status\": <status>}}"),
        A4F(
                "/a4f/v1/video/generations",
                "{\"model\": \"provider-2/kling-v2.1\", \"prompt\": \"a kite\", \"quality\": \"720p\", \"duration\": 5}",
                "{\"error\": {\"message\": \"%s\", \"type\": \"%s\", \"param\": null, \"code\": \"%s\"}}");

        private final String path;
        private final String body;
        private final String error;

        Api(String path, String body, String error) {
            this.path = path;
            this.body = body;
            this.error = error;
        }

        /// aigate has the status in the code of what has no other; a4f has one word in both.
        private String refused(int status, String message) {
            var code = this == AIGATE ? "http_" + status : "invalid_request_error";
            return error.formatted(message, "invalid_request_error", code);
        }

        private String serverError(String message) {
            var code = this == AIGATE ? "api_error" : "provider_error";
            return error.formatted(message, code, code);
        }
    }

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    private final Worker worker = new Worker();
    private final String key = UUID.randomUUID().toString();
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
        // A test account is made by its first use.
        Golden.test(tenant)
                .contentType(ContentType.JSON)
                .body(Map.of("model", TestTenant.MODEL, "prompt", "a boat"))
                .post("/v1/videos")
                .then()
                .statusCode(200);
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private Response post(Api api, String body) {
        return Golden.test(tenant)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post(api.path);
    }

    private static void assertError(Response answer, int status, String expected) {
        Golden.assertBody(answer, status, Map.of("status", status), expected);
    }

    private static String away(Api api) {
        return api.serverError("A part of the service is away; nothing was charged. Try again");
    }

    @Test
    void when_billing_does_not_answer_then_it_is_503_and_its_key_is_taken() {
        try (var busy = BusyAccount.of(tenant)) {
            assertThat(busy).isNotNull();
            var calls = call(api -> api.body);
            calls.forEach((_, call) -> call.answer().then().header("Retry-After", "2"));
            calls.forEach((api, call) -> assertError(call.answer(), 503, away(api)));
            jdbi.useHandle(
                    handle ->
                            handle.execute(
                                    "update job set accepting_since = now() + interval '1 minute'"
                                            + " where tenant_id = ?::uuid",
                                    tenant.id()));

            var again = call(api -> api.body);

            again.forEach((_, call) -> call.answer().then().header("Retry-After", "1"));
            again.forEach(
                    (api, call) ->
                            assertError(
                                    call.answer(),
                                    409,
                                    api.refused(
                                            409,
                                            "A request with this Idempotency-Key is being worked on")));
        }
        call(api -> api.body.replace("kite", "boat"))
                .forEach(
                        (api, call) ->
                                assertError(
                                        call.answer(),
                                        422,
                                        api.refused(
                                                422,
                                                "This Idempotency-Key was used with another request body")));
    }

    /// Both at once, for each waits as long as billing may take.
    private Map<Api, LongCall> call(Function<Api, String> body) {
        var calls = new EnumMap<Api, LongCall>(Api.class);
        for (var api : Api.values()) {
            calls.put(api, LongCall.of(() -> post(api, body.apply(api))));
        }
        return calls;
    }

    @Nested
    class GivenAFile {
        @Test
        void when_a_range_is_outside_of_it_then_it_is_416_with_its_size() {
            var call =
                    LongCall.of(
                            () ->
                                    Golden.test(tenant)
                                            .contentType(ContentType.JSON)
                                            .body(Api.AIGATE.body)
                                            .post(Api.AIGATE.path));
            var video = aigatesJob();
            var file = "a clip".getBytes(StandardCharsets.UTF_8);
            Golden.complete(worker, tenant, video, Clip.store(store, tenant, video, 0, file));
            var url = call.answer().<String>path("videos[0].url");

            var answer =
                    RestAssured.given()
                            .header("Range", "bytes=6-")
                            .get(url.substring(url.indexOf("/aigate")));

            answer.then().header("Content-Range", "bytes */6");
            assertError(answer, 416, Api.AIGATE.refused(416, "The file has 6 bytes"));
        }

        private String aigatesJob() {
            Awaitility.await().until(() -> queued() == 1);
            return Golden.newestJob(jdbi, tenant);
        }

        private int queued() {
            return jdbi.withHandle(
                    handle ->
                            handle.createQuery(
                                            "select count(*) from job where state = 'queued'"
                                                    + " and dialect = 'aigate' and tenant_id = ?::uuid")
                                    .bind(0, tenant.id())
                                    .mapTo(Integer.class)
                                    .one());
        }
    }

    @Test
    void when_the_database_is_away_then_it_is_503() {
        try (var outage = RealParts.outage(Server.POSTGRES)) {
            assertThat(outage).isNotNull();
            for (var api : Api.values()) {
                var answer = post(api, api.body);
                answer.then().header("Retry-After", "2");
                assertError(answer, 503, away(api));
            }
        }
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> tenant.get("/v1/credits").statusCode() == 200);
    }

    /// As after an upgrade that went wrong: the database is there and is not what the code expects.
    @ParameterizedTest
    @EnumSource
    void when_the_database_is_not_as_expected_then_it_is_500(Api api) {
        jdbi.useHandle(handle -> handle.execute("alter table idempotency rename to other"));
        try {
            assertError(post(api, api.body), 500, api.serverError("Internal server error"));
        } finally {
            jdbi.useHandle(handle -> handle.execute("alter table other rename to idempotency"));
        }
    }
}
