package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What operators and owners do is recorded, whatever comes of it, and stays.
@QuarkusTest
class AuditTest {
    private static final String CHANGE = "PATCH /admin/v1/tenants/{tenant}";

    @Inject Jdbi jdbi;
    private TestTenant tenant;

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.create("free", "0");
    }

    private static RequestSpecification ann() {
        return TestTenant.operator().header("X-Reelay-Operator", "ann");
    }

    private RequestSpecification owner() {
        return tenant.live().contentType(ContentType.JSON);
    }

    private String path() {
        return "/admin/v1/tenants/" + tenant.id();
    }

    private static String id(Response answer) {
        return answer.header("Request-Id");
    }

    /// All that is recorded of a request, as operators see it.
    private static Map<String, Object> recorded(Response answer) {
        return TestTenant.operator()
                .get("/admin/v1/audit?limit=100")
                .then()
                .statusCode(200)
                .extract()
                .path("data.find { it.request_id == '%s' }".formatted(id(answer)));
    }

    private int rows(Response answer) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery("select count(*) from audit where request_id = ?")
                                .bind(0, id(answer))
                                .mapTo(Integer.class)
                                .one());
    }

    /// What changes something and is not recorded here. At the console people only sign in and out.
    private static final String OTHERS =
            "\\w+ /(v1/(videos|uploads)|newapi|openrouter|gptimage2|aigate|a4f|callbacks|payments"
                    + "|console)(/.*)?";

    private static Stream<String> changing() {
        return DialectRoutes.below("dev.reelay.api")
                .filter(route -> !route.matches("(GET|HEAD|OPTIONS) .*|" + OTHERS));
    }

    @Test
    void when_a_route_changes_something_then_that_is_recorded() {
        var routes = changing().toList();
        assertThat(routes).contains(CHANGE, "POST /v1/keys");
        routes.forEach(this::assertRecorded);
    }

    private void assertRecorded(String route) {
        var parts = route.split(" ", 2);
        var path = parts[1].replace("{tenant}", tenant.id()).replaceAll("\\{\\w+}", "x");
        var asked = path.startsWith("/admin/") ? ann() : owner();
        var answer = (parts[0].equals("DELETE") ? asked : asked.body("{}")).request(parts[0], path);
        // A busy part of the service may answer 503; that is recorded as well.
        assertThat(answer.statusCode()).as(route).isNotEqualTo(500);

        assertThat(recorded(answer))
                .as(route)
                .containsEntry("action", route)
                .containsEntry("target", path)
                .containsEntry("state", "done")
                .containsEntry("status", answer.statusCode());
    }

    @Nested
    class GivenAnOperator {
        @Test
        void when_something_is_changed_then_who_did_what_and_its_outcome_are_recorded() {
            var answer = ann().body(Map.of("plan", "pro")).patch(path() + "?x=1");
            answer.then().statusCode(200);

            assertThat(recorded(answer))
                    .containsEntry("actor_kind", "operator")
                    .containsEntry("actor", "ann")
                    .containsEntry("role", "operator")
                    .containsEntry("tenant", tenant.id())
                    .containsEntry("action", CHANGE)
                    .containsEntry("target", path())
                    .containsEntry("body", Map.of("plan", "pro"))
                    .containsEntry("source", "127.0.0.1")
                    .containsEntry("state", "done")
                    .containsEntry("status", 200)
                    .containsEntry("error", null)
                    .hasEntrySatisfying(
                            "id", id -> assertThat(id).asString().matches("aud_[0-9a-f]{32}"))
                    .hasEntrySatisfying("done_at", at -> assertThat(at).isNotNull());
        }

        @Test
        void when_it_is_refused_then_that_is_recorded_with_what_was_said() {
            var answer = ann().body(Map.of("plan", "gold")).patch(path());
            answer.then().statusCode(400);

            assertThat(recorded(answer))
                    .containsEntry("status", 400)
                    .containsEntry("error", answer.path("error.message"));
        }

        @Test
        void when_a_job_is_refunded_then_it_is_recorded_as_its_tenants() {
            var rich = TestTenant.rich();
            var job = rich.job();
            var answer =
                    ann().body(Map.of("reason", "late")).post("/admin/v1/jobs/" + job + "/refund");
            answer.then().statusCode(409);

            assertThat(recorded(answer)).containsEntry("tenant", rich.id());
        }

        @Test
        void when_secrets_are_entered_then_they_are_not_recorded() {
            var answer =
                    ann().body(
                                    """
                                    {"provider": "kling", "secrets": {"api_key": "a-secret-of-kling"},
                                     "misspelled": "a-secret-of-kling"}""")
                            .put("/admin/v1/accounts/x-" + tenant.id());
            answer.then().statusCode(400);

            assertThat(recorded(answer).toString())
                    .contains("provider=kling", "api_key=[redacted]", "misspelled=[redacted]")
                    .doesNotContain("a-secret-of-kling");
        }

        @Test
        void when_the_token_is_wrong_then_nothing_is_recorded() {
            var answer = RestAssured.given().body("{}").contentType(ContentType.JSON).patch(path());
            answer.then().statusCode(401);

            assertThat(rows(answer)).isZero();
        }

        @Test
        void when_a_body_is_long_then_it_is_read_whole_and_its_length_is_kept() {
            var body = "{\"name\": \"Acme\"" + " ".repeat(50_000) + "}";
            var answer = ann().body(body).patch(path());
            answer.then().statusCode(200).body("name", equalTo("Acme"));

            assertThat(recorded(answer))
                    .containsEntry("body", null)
                    .containsEntry("body_bytes", body.length());
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"name\": \"Ac", "[1]", "{\"name\": \"\\u0000\"}", "\0"})
        void when_a_body_is_no_json_then_its_length_is_kept(String body) {
            var answer = ann().body(body).patch(path());
            answer.then().statusCode(400);

            assertThat(recorded(answer))
                    .containsEntry("body", null)
                    .containsEntry("body_bytes", body.length());
        }

        @Test
        void when_it_cannot_be_recorded_then_it_is_not_done() {
            jdbi.useHandle(handle -> handle.execute("alter table audit rename to other"));
            try {
                ann().body(Map.of("plan", "pro"))
                        .patch(path())
                        .then()
                        .statusCode(503)
                        .header("Retry-After", "2")
                        .body("error.message", notNullValue());
                owner().body(Map.of("name", "k"))
                        .post("/v1/keys")
                        .then()
                        .statusCode(503)
                        .body("error.type", equalTo("server_error"));
            } finally {
                jdbi.useHandle(handle -> handle.execute("alter table other rename to audit"));
            }
            TestTenant.operator().get(path()).then().body("plan", equalTo("free"));
        }

        /// As where the process ends between the two.
        @Test
        void when_its_outcome_cannot_be_recorded_then_it_stays_begun() {
            jdbi.useHandle(handle -> handle.execute("alter table audit rename done_at to gone"));
            Response answer;
            try {
                answer = ann().body(Map.of("plan", "pro")).patch(path());
            } finally {
                jdbi.useHandle(
                        handle -> handle.execute("alter table audit rename gone to done_at"));
            }
            answer.then().statusCode(200);

            assertThat(recorded(answer))
                    .containsEntry("state", "begun")
                    .containsEntry("status", null)
                    .containsEntry("done_at", null);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "update audit set actor = 'bob' where request_id = :id",
                    "update audit set status = 500 where request_id = :id",
                    "update audit set state = 'begun', status = null, done_at = null where request_id = :id",
                    "delete from audit where request_id = :id",
                    "truncate audit"
                })
        void when_somebody_changes_what_was_recorded_then_the_database_refuses(String statement) {
            var answer = ann().body(Map.of("plan", "pro")).patch(path());

            assertThatThrownBy(
                            () ->
                                    jdbi.useHandle(
                                            handle ->
                                                    handle.createUpdate(statement)
                                                            .bind("id", id(answer))
                                                            .configure(
                                                                    org.jdbi.v3.core.statement
                                                                            .SqlStatements.class,
                                                                    c ->
                                                                            c
                                                                                    .setUnusedBindingAllowed(
                                                                                            true))
                                                            .execute()))
                    .hasStackTraceContaining("what was recorded stays");
            assertThat(recorded(answer)).containsEntry("actor", "ann");
        }

        @Test
        void when_the_log_is_read_then_pages_and_filters_cut_it() {
            for (var plan : List.of("pro", "ultra")) {
                ann().body(Map.of("plan", plan)).patch(path()).then().statusCode(200);
            }
            var first =
                    list("tenant=" + tenant.id() + "&limit=1")
                            .body("data.body.plan", equalTo(List.of("ultra")))
                            .body("has_more", equalTo(true))
                            .extract()
                            .<String>path("next_cursor");
            list("tenant=" + tenant.id() + "&limit=1&after=" + first)
                    .body("data.body.plan", equalTo(List.of("pro")));
            var mine = "actor=ann&tenant=" + tenant.id();
            list(mine).body("data.size()", equalTo(2)).body("has_more", equalTo(false));
            for (var action : List.of(CHANGE, "DELETE /admin/v1/tenants/{tenant}")) {
                TestTenant.operator()
                        .queryParam("action", action)
                        .get("/admin/v1/audit?" + mine)
                        .then()
                        .statusCode(200)
                        .body("data.size()", equalTo(action.equals(CHANGE) ? 2 : 0));
            }
            list(mine + "&until=2020-01-01T00:00:00Z").body("data.size()", equalTo(0));
            list(mine + "&since=2020-01-01T00:00:00Z").body("data.size()", equalTo(2));
        }

        private static ValidatableResponse list(String query) {
            return TestTenant.operator().get("/admin/v1/audit?" + query).then().statusCode(200);
        }

        @Test
        void when_a_question_is_wrong_then_it_is_refused() {
            for (var query :
                    List.of(
                            "tenant=x",
                            "after=x",
                            "limit=0",
                            "limit=101",
                            "actor=",
                            "action=%00",
                            "since=now",
                            "until=x",
                            "format=xml")) {
                TestTenant.operator()
                        .urlEncodingEnabled(false)
                        .get("/admin/v1/audit?" + query)
                        .then()
                        .statusCode(400)
                        .body("error.field", equalTo(query.substring(0, query.indexOf('='))));
            }
        }

        @Test
        void when_a_file_is_asked_for_then_it_has_all_and_no_formula() {
            TestTenant.operator()
                    .header("X-Reelay-Operator", "@ann")
                    .body(Map.of("plan", "pro", "name", "a \"b\""))
                    .patch(path());
            var file =
                    TestTenant.operator().get("/admin/v1/audit?format=csv&tenant=" + tenant.id());

            assertThat(file.contentType()).startsWith("text/csv");
            assertThat(file.asString().lines().toList())
                    .hasSize(4)
                    .startsWith(
                            "id,created_at,actor_kind,actor,role,tenant,action,target,source,"
                                    + "request_id,state,status,error,done_at,body_bytes,body")
                    .element(1)
                    .asString()
                    .contains(
                            ",operator,'@ann,operator," + tenant.id() + "," + CHANGE + ",",
                            ",done,200,,",
                            "\"\"name\"\":\"\"a \\\"\"b\\\"\"\"\"");
        }
    }

    @Nested
    class GivenAnOwner {
        @Test
        void when_a_key_is_made_then_it_is_recorded_without_its_text() {
            var answer = owner().body(Map.of("name", "k")).post("/v1/keys");
            answer.then().statusCode(201);

            owner().get("/v1/audit?limit=1")
                    .then()
                    .statusCode(200)
                    .body("object", equalTo("list"))
                    .body("data[0].object", equalTo("audit_entry"))
                    .body("data[0].actor", matchesPattern("key_[0-9a-f]{32}"))
                    .body("data[0].role", containsString("admin"))
                    .body("data[0].action", equalTo("POST /v1/keys"))
                    .body("data[0].source", equalTo("127.0.0.1"))
                    .body("data[0].request_id", equalTo(id(answer)))
                    .body("data[0].status", equalTo(201))
                    .body("data[0].body", equalTo(Map.of("name", "k")))
                    .body("last_id", matchesPattern("aud_[0-9a-f]{32}"));
        }

        @Test
        void when_a_key_lacks_the_scope_then_that_it_tried_is_recorded() {
            var reader =
                    TestTenant.key(tenant.id(), "live", Map.of("scopes", List.of("jobs:read")));
            var answer =
                    TestTenant.as(reader)
                            .contentType(ContentType.JSON)
                            .body(Map.of("callback_url", "https://ann:pw@example.com/?a=b"))
                            .patch("/openai/v1/workspace");
            answer.then().statusCode(403);

            assertThat(recorded(answer))
                    .containsEntry("role", "jobs:read")
                    .containsEntry("action", "PATCH /v1/workspace")
                    .containsEntry("target", "/openai/v1/workspace")
                    .containsEntry("status", 403)
                    .containsEntry(
                            "body",
                            Map.of("callback_url", "https://[redacted]@example.com/?[redacted]"));
            TestTenant.as(reader).get("/v1/audit").then().statusCode(403);
        }

        @Test
        void when_operators_acted_then_the_tenant_sees_that_and_not_who() {
            ann().body(Map.of("plan", "gold")).patch(path()).then().statusCode(400);

            owner().get("/v1/audit?limit=1")
                    .then()
                    .body("data[0].actor", equalTo("operator"))
                    .body("data[0].role", equalTo("operator"))
                    .body("data[0].action", equalTo(CHANGE))
                    .body("data[0].status", equalTo(400))
                    .body("data[0].source", nullValue())
                    .body("data[0].body", nullValue())
                    .body("data[0].error", nullValue());
            assertThat(owner().get("/v1/audit?actor=operator").asString())
                    .contains(CHANGE)
                    .doesNotContain("ann");
            owner().get("/v1/audit?actor=ann").then().statusCode(400);
        }

        @Test
        void when_another_tenant_asks_then_it_sees_none_of_it() {
            owner().body(Map.of("name", "k")).post("/v1/keys").then().statusCode(201);
            var other = TestTenant.create("free", "0");

            assertThat(
                            other.get("/v1/audit?limit=100&tenant=" + tenant.id())
                                    .then()
                                    .statusCode(200)
                                    .extract()
                                    .<List<String>>path("data.target"))
                    .isNotEmpty()
                    .allMatch(target -> target.equals("/admin/v1/tenants/" + other.id() + "/keys"));
        }

        @Test
        void when_a_file_is_asked_for_then_it_has_the_tenants_rows() {
            var file = tenant.live().header("Accept", "text/csv").get("/v1/audit");

            assertThat(file.contentType()).startsWith("text/csv");
            assertThat(file.asString().lines().toList())
                    .hasSize(3)
                    .startsWith(
                            "id,created_at,actor,role,action,target,source,request_id,state,"
                                    + "status,error,done_at,body")
                    .last()
                    .asString()
                    .contains(",operator,operator,POST /admin/v1/tenants/{tenant}/keys,");
        }
    }
}
