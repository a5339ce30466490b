package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.reelay.api.store.ObjectStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a tenant sets for all its jobs, and what its operator allows it.
@QuarkusTest
class WorkspaceTest {
    private static final String PATH = "/v1/workspace";
    private static final String USUAL = "https://usual.example.com/videos?from=reelay";
    private static final String OPENROUTER = "/openrouter/api/v1/videos";

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.rich();
    }

    private Response change(Map<String, ?> body) {
        return tenant.live().contentType(ContentType.JSON).body(body).patch(PATH);
    }

    private void assertWorkspace(
            Response answer, @Nullable String url, List<String> origins, String mode) {
        answer.then()
                .statusCode(200)
                .body("object", equalTo("workspace"))
                .body("callback_url", equalTo(url))
                .body("callback_origins", equalTo(origins))
                .body("callback_mode", equalTo(mode));
    }

    /// A submission under the test key, for which every model is rendered.
    private Response submit(String path, @Nullable String callback) {
        var body = new HashMap<String, Object>();
        body.put("prompt", "a kite");
        body.put("model", path.equals("/v1/videos") ? TestTenant.MODEL : "google/veo-3.1");
        if (path.startsWith("/newapi")) {
            body.put("model", "kling-v1");
            body.put("metadata", callback == null ? Map.of() : Map.of("callback_url", callback));
        } else if (callback != null) {
            body.put("callback_url", callback);
        }
        return Golden.test(tenant).contentType(ContentType.JSON).body(body).post(path);
    }

    private @Nullable String callbackOfNewest() {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery("select spec ->> 'callback_url' from job where id = :id")
                                .bind("id", Ids.job(Golden.newestJob(jdbi, tenant)).value())
                                .mapTo(String.class)
                                .findOne()
                                .orElse(null));
    }

    private void allowRegisteredOriginsOnly() {
        TestTenant.operator()
                .body(Map.of("callback_mode", "registered-origins"))
                .patch("/admin/v1/tenants/" + tenant.id())
                .then()
                .statusCode(200)
                .body("id", equalTo(tenant.id()))
                .body("callback_mode", equalTo("registered-origins"));
    }

    @Nested
    class GivenANewTenant {
        @Test
        void when_it_looks_then_nothing_is_set() {
            assertWorkspace(tenant.get(PATH), null, List.of(), "public");
        }

        @Test
        void when_it_sets_something_then_the_rest_stays() {
            assertWorkspace(change(Map.of("callback_url", USUAL)), USUAL, List.of(), "public");
            var origins = List.of("https://A.example.com", "https://b.example.com:8443/");
            var spelled = List.of("https://a.example.com", "https://b.example.com:8443");
            assertWorkspace(change(Map.of("callback_origins", origins)), USUAL, spelled, "public");
            assertWorkspace(
                    change(Collections.singletonMap("callback_url", null)),
                    null,
                    spelled,
                    "public");
            assertWorkspace(
                    change(Map.of("callback_origins", List.of())), null, List.of(), "public");
            assertWorkspace(TestTenant.rich().get(PATH), null, List.of(), "public");
        }

        @Test
        void when_a_key_has_no_scope_admin_then_it_sees_and_does_not_change() {
            var submitter =
                    TestTenant.operator()
                            .body(
                                    Map.of(
                                            "name",
                                            "backend",
                                            "mode",
                                            "live",
                                            "scopes",
                                            List.of("jobs:write", "jobs:read", "billing:read")))
                            .post("/admin/v1/tenants/" + tenant.id() + "/keys")
                            .then()
                            .statusCode(201)
                            .extract()
                            .<String>path("key");
            for (var body :
                    List.of(
                            Map.of("callback_url", USUAL),
                            Map.of("callback_origins", List.of("https://a.example.com")))) {
                TestTenant.as(submitter)
                        .contentType(ContentType.JSON)
                        .body(body)
                        .patch(PATH)
                        .then()
                        .statusCode(403)
                        .body("error.message", containsString("admin"));
            }
            assertWorkspace(TestTenant.as(submitter).get(PATH), null, List.of(), "public");
        }

        static Stream<Arguments> bad() {
            return Stream.of(
                    Arguments.of("callback_url", "http://a.example.com/", "https"),
                    Arguments.of("callback_url", "https://127.0.0.1/", "IP address"),
                    Arguments.of("callback_url", 7, "string"),
                    Arguments.of("callback_origins", "https://a.example.com", "list"),
                    Arguments.of("callback_origins", List.of(7), "list"),
                    Arguments.of("callback_origins", List.of("https://a.example.com/x"), "alone"),
                    Arguments.of("callback_origins", List.of("https://a.example.com?x"), "alone"),
                    Arguments.of("callback_origins", List.of("a.example.com"), "https"),
                    Arguments.of(
                            "callback_origins",
                            Collections.nCopies(21, "https://a.example.com"),
                            "20 at most"),
                    Arguments.of("callback_mode", "public", "Unknown"));
        }

        @ParameterizedTest
        @MethodSource("bad")
        void when_it_sets_what_cannot_be_then_the_field_is_named_and_nothing_changed(
                String field, Object value, String why) {
            change(Map.of(field, value))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo(field))
                    .body("error.message", containsString(why));
            assertWorkspace(tenant.get(PATH), null, List.of(), "public");
        }

        @Test
        void when_it_sends_a_form_then_that_is_refused() {
            tenant.live().multiPart("callback_url", USUAL).patch(PATH).then().statusCode(415);
        }
    }

    @Nested
    class GivenAUsualAddress {
        @BeforeEach
        void set() {
            change(Map.of("callback_url", USUAL)).then().statusCode(200);
        }

        @Test
        void when_an_openrouter_job_names_none_then_it_is_told_there_whatever_is_set_later() {
            submit(OPENROUTER, null).then().statusCode(202);
            assertThat(callbackOfNewest()).isEqualTo(USUAL);
            change(Collections.singletonMap("callback_url", null)).then().statusCode(200);
            assertThat(callbackOfNewest()).isEqualTo(USUAL);
            submit(OPENROUTER, null).then().statusCode(202);
            assertThat(callbackOfNewest()).isNull();
        }

        @Test
        void when_an_openrouter_job_names_one_then_that_counts() {
            submit(OPENROUTER, "https://own.example.com/").then().statusCode(202);
            assertThat(callbackOfNewest()).isEqualTo("https://own.example.com/");
        }

        @ParameterizedTest
        @CsvSource({"/v1/videos,200", "/newapi/v1/video/generations,201"})
        void when_the_api_has_no_such_default_then_its_jobs_have_no_address(
                String path, int accepted) {
            submit(path, null).then().statusCode(accepted);
            assertThat(callbackOfNewest()).isNull();
        }
    }

    @Nested
    class GivenOnlyRegisteredOrigins {
        @BeforeEach
        void restrict() {
            allowRegisteredOriginsOnly();
            change(
                            Map.of(
                                    "callback_url",
                                    USUAL,
                                    "callback_origins",
                                    List.of("https://mine.example.com")))
                    .then()
                    .statusCode(200)
                    .body("callback_mode", equalTo("registered-origins"));
        }

        @ParameterizedTest
        @CsvSource({
            "/v1/videos,https://other.example.com/",
            "/v1/videos,https://mine.example.com.evil.example.org/",
            "/v1/videos,https://mine.example.com:8443/",
            "/openrouter/api/v1/videos,https://other.example.com/",
            "/newapi/v1/video/generations,https://other.example.com/"
        })
        void when_a_job_names_another_then_it_is_refused_and_nothing_is_left(
                String path, String callback) {
            var answer = submit(path, callback);
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
            assertThat(answer.asString()).contains("callback_url", "callback_origins");
            assertThat(Rows.of(jdbi, store, tenant)).isEqualTo(Rows.NONE);
        }

        @ParameterizedTest
        @CsvSource({
            "https://mine.example.com/a?b=c",
            "https://MINE.example.com:443/",
            "https://usual.example.com/else"
        })
        void when_a_job_names_one_of_them_then_it_is_accepted(String callback) {
            submit("/v1/videos", callback).then().statusCode(200);
        }

        @Test
        void when_a_job_names_none_then_it_is_accepted() {
            submit(OPENROUTER, null).then().statusCode(202);
            assertThat(callbackOfNewest()).isEqualTo(USUAL);
        }

        @Test
        void when_the_operator_takes_it_back_then_any_public_address_will_do() {
            TestTenant.operator()
                    .body(Map.of("callback_mode", "public"))
                    .patch("/admin/v1/tenants/" + tenant.id())
                    .then()
                    .statusCode(200);
            submit("/v1/videos", "https://other.example.com/").then().statusCode(200);
        }
    }

    @Nested
    class GivenAnOperator {
        @Test
        void when_a_tenant_is_made_with_a_mode_then_it_has_it() {
            TestTenant.operator()
                    .body(Map.of("name", "a", "plan", "pro", "callback_mode", "registered-origins"))
                    .post("/admin/v1/tenants")
                    .then()
                    .statusCode(201)
                    .body("callback_mode", equalTo("registered-origins"));
        }

        @Test
        void when_the_mode_is_none_or_missing_then_it_is_refused() {
            var path = "/admin/v1/tenants/" + tenant.id();
            TestTenant.operator()
                    .body(Map.of("callback_mode", "anything"))
                    .patch(path)
                    .then()
                    .statusCode(400)
                    .body("error.field", equalTo("callback_mode"));
            TestTenant.operator()
                    .body(Map.of())
                    .patch(path)
                    .then()
                    .statusCode(400)
                    .body(
                            "error.message",
                            equalTo("name one of [callback_mode, name, plan, suspended]"));
        }

        @ParameterizedTest
        @CsvSource({"nonsense", "00000000-0000-7000-8000-000000000000"})
        void when_there_is_no_such_tenant_then_that_is_said(String id) {
            TestTenant.operator()
                    .body(Map.of("callback_mode", "public"))
                    .patch("/admin/v1/tenants/" + id)
                    .then()
                    .statusCode(404);
        }
    }
}
