package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.common.event.JobReport.Output;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class FeedTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Output CLIP =
            new Output(0, "outputs/x", "video/mp4", 9, "00", 1280, 720, 4000, false, null, null);

    @Inject Jdbi jdbi;
    private final Worker worker = new Worker();
    private TestTenant tenant;

    @BeforeEach
    void open() {
        tenant = TestTenant.rich();
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private JsonNode page(String query) throws Exception {
        return JSON.readTree(
                tenant.get("/v1/events" + query).then().statusCode(200).extract().asString());
    }

    /// A page once it has so many events: what was just written is shown when no older transaction
    /// runs any more.
    private JsonNode page(String query, int events) {
        return Awaitility.await()
                .until(() -> page(query), page -> page.path("data").size() == events);
    }

    private static List<String> each(JsonNode page, String pointer) {
        var all = new ArrayList<String>();
        page.path("data").forEach(event -> all.add(event.at(pointer).asText()));
        return all;
    }

    private void complete(String video) {
        worker.completed(tenant, video, CLIP);
        Awaitility.await().until(() -> tenant.video(video).path("status"), "completed"::equals);
    }

    /// A further key, its id and text.
    private Response key(Map<String, ?> body) {
        return TestTenant.operator()
                .body(body)
                .post("/admin/v1/tenants/" + tenant.id() + "/keys")
                .then()
                .statusCode(201)
                .extract()
                .response();
    }

    private void revoke(String id) {
        TestTenant.operator()
                .delete("/admin/v1/tenants/" + tenant.id() + "/keys/" + id)
                .then()
                .statusCode(204);
    }

    @Nested
    class GivenEventsOfSeveralVideos {
        private String first;
        private String second;
        private JsonNode all;

        @BeforeEach
        void three() {
            first = tenant.job();
            second = tenant.job();
            complete(first);
            all = page("", 3);
        }

        @Test
        void when_they_are_listed_then_they_come_as_the_log_has_them_and_nobody_elses() {
            var stranger = TestTenant.rich();
            stranger.job();

            assertThat(each(all, "/data/id")).containsExactly(first, second, first);
            assertThat(each(all, "/type"))
                    .containsExactly("video.queued", "video.queued", "video.completed");
            assertThat(all.path("object").asText()).isEqualTo("list");
            assertThat(all.path("first_id").asText()).isEqualTo(each(all, "/id").getFirst());
            assertThat(all.path("last_id").asText()).isEqualTo(each(all, "/id").getLast());
            assertThat(all.path("has_more").asBoolean()).isFalse();
            assertThat(all.at("/data/2").toString())
                    .isEqualTo(
                            jdbi.withHandle(
                                    handle ->
                                            handle.createQuery(
                                                            "select body from event where id ="
                                                                    + " :id::uuid")
                                                    .bind(
                                                            "id",
                                                            all.path("last_id")
                                                                    .asText()
                                                                    .substring("evt_".length()))
                                                    .mapTo(String.class)
                                                    .one()));
        }

        @Test
        void when_each_page_goes_on_after_the_last_id_then_each_event_is_seen_once()
                throws Exception {
            var one = page("?limit=2");
            assertThat(one.path("has_more").asBoolean()).isTrue();
            var two = page("?limit=2&after=" + one.path("last_id").asText());
            assertThat(two.path("has_more").asBoolean()).isFalse();
            var three = page("?limit=2&after=" + two.path("last_id").asText());

            assertThat(each(one, "/id")).containsExactlyElementsOf(each(all, "/id").subList(0, 2));
            assertThat(each(two, "/id")).containsExactlyElementsOf(each(all, "/id").subList(2, 3));
            assertThat(JSON.treeToValue(three, Map.class))
                    .containsEntry("data", List.of())
                    .containsEntry("first_id", null)
                    .containsEntry("last_id", null)
                    .containsEntry("has_more", false);
        }

        @Test
        void when_only_some_types_are_asked_for_then_only_those_come() throws Exception {
            assertThat(each(page("?types=video.completed"), "/type"))
                    .containsExactly("video.completed");
            assertThat(each(page("?types=video.completed,video.queued&limit=2"), "/data/id"))
                    .containsExactly(first, second);
            assertThat(each(page("?types=credits.low"), "/id")).isEmpty();
        }

        @Test
        void when_another_tenants_event_is_named_then_it_is_as_if_it_were_not_there() {
            var stranger = TestTenant.rich();
            var foreign = stranger.get("/v1/events?after=" + all.path("last_id").asText());
            var unknown = stranger.get("/v1/events?after=evt_" + "0".repeat(32));
            foreign.then().statusCode(400).body("error.param", equalTo("after"));
            assertThat(foreign.<Object>path("error")).isEqualTo(unknown.<Object>path("error"));
        }

        @Test
        void when_the_event_named_is_past_its_time_then_the_refusal_says_how_to_go_on() {
            var old = UUID.randomUUID();
            jdbi.useHandle(
                    handle ->
                            handle.createUpdate(
                                            """
                                            insert into event (id, tenant_id, type, body,
                                                created_at)
                                            values (:id, :tenant::uuid, 'key.revoked', '{}',
                                                now() - interval '31 days')
                                            """)
                                    .bind("id", old)
                                    .bind("tenant", tenant.id())
                                    .execute());
            tenant.get("/v1/events?after=evt_" + old.toString().replace("-", ""))
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("after"))
                    .body("error.message", containsString("without it a list begins"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "after, 42",
        "after, video_00000000000000000000000000000000",
        "limit, 0",
        "limit, 101",
        "limit, x",
        "types, video.exploded",
        "types, 'video.queued,'",
        "wait, 61",
        "wait, -1"
    })
    void when_the_query_is_wrong_then_the_field_is_named(String field, String value) {
        tenant.live()
                .queryParam(field, value)
                .get("/v1/events")
                .then()
                .statusCode(400)
                .body("error.param", equalTo(field));
    }

    @Test
    void when_the_key_may_not_read_jobs_or_is_none_then_it_is_refused() {
        var writer =
                key(Map.of("name", "w", "mode", "live", "scopes", List.of("jobs:write")))
                        .<String>path("key");
        TestTenant.as(writer).get("/v1/events").then().statusCode(403);
        TestTenant.as("sk-live-x").get("/v1/events").then().statusCode(401);
    }

    @Nested
    class GivenACallThatWaits {
        @Test
        void when_something_happens_then_it_is_answered_with_that() throws Exception {
            var video = tenant.job();
            var after = page("", 1).path("last_id").asText();
            var call = LongCall.of(() -> tenant.get("/v1/events?wait=60&after=" + after));
            complete(video);
            var told = JSON.readTree(call.answer().then().statusCode(200).extract().asString());
            assertThat(each(told, "/type")).containsExactly("video.completed");
        }

        @Test
        void when_only_other_types_happen_then_it_goes_on_waiting() throws Exception {
            var call = LongCall.of(() -> tenant.get("/v1/events?wait=60&types=video.completed"));
            var video = tenant.job();
            page("", 1);
            assertThat(call.isAnswered()).isFalse();
            complete(video);
            var told = JSON.readTree(call.answer().then().statusCode(200).extract().asString());
            assertThat(each(told, "/data/id")).containsExactly(video);
        }

        @Test
        void when_nothing_happens_then_it_is_answered_with_nothing() throws Exception {
            var nothing = page("?wait=1");
            assertThat(nothing.path("data")).isEmpty();
            assertThat(nothing.path("has_more").asBoolean()).isFalse();
        }
    }

    @Nested
    class GivenAStream {
        @Test
        void when_it_begins_without_a_start_then_it_tells_what_happens_from_now_on() {
            var video = tenant.job();
            var before = page("", 1).path("last_id").asText();
            try (var stream = EventStream.ofAll(tenant, "", null)) {
                Awaitility.await().until(stream::lastId, before::equals);
                complete(video);
                stream.await(1);
                assertThat(stream.header("content-type")).startsWith("text/event-stream");
                assertThat(stream.types()).containsExactly("video.completed");
                assertThat(stream.told().getFirst().data())
                        .contains(video, stream.told().getFirst().id());
            }
        }

        @Test
        void when_the_tenant_has_no_events_yet_then_the_first_one_is_told() {
            try (var stream = EventStream.ofAll(tenant, "", null)) {
                Awaitility.await().until(() -> stream.comments() > 0);
                tenant.job();
                stream.await(1);
                assertThat(stream.types()).containsExactly("video.queued");
            }
        }

        @Test
        void when_a_client_comes_back_then_it_gets_the_rest_of_the_types_it_wants() {
            var video = tenant.job();
            var seen = page("", 1).path("last_id").asText();
            complete(video);
            var other = tenant.job();
            page("", 3);
            try (var header = EventStream.ofAll(tenant, "?types=video.queued", seen);
                    var query = EventStream.ofAll(tenant, "?after=" + seen, null)) {
                header.await(1);
                query.await(2);
                assertThat(header.told().getFirst().data()).contains(other);
                assertThat(query.types()).containsExactly("video.completed", "video.queued");
                // What a browser adds counts more than the address that it began with.
                try (var both = EventStream.ofAll(tenant, "?after=" + seen, query.lastId())) {
                    tenant.job();
                    both.await(1);
                    assertThat(both.told().getFirst().id())
                            .isEqualTo(query.await(3).getLast().id());
                }
            }
        }

        @Test
        void when_its_key_is_revoked_then_it_ends_and_another_one_tells_of_it() throws Exception {
            var issued = key(Map.of("name", "short", "mode", "test"));
            var text = issued.<String>path("key");
            var shortLived = new TestTenant(tenant.id(), text, text);
            try (var ending = EventStream.ofAll(shortLived, "", null);
                    var other = EventStream.ofAll(tenant, "?types=key.revoked", null)) {
                for (var stream : List.of(ending, other)) {
                    Awaitility.await().until(() -> stream.comments() > 0);
                }

                revoke(issued.path("id"));
                revoke(issued.path("id"));
                complete(tenant.job());

                ending.awaitEnd();
                other.await(1);
                assertThat(ending.told()).isEmpty();
                assertThat(other.types()).containsExactly("key.revoked");
                var told = other.told().getFirst();
                assertThat(JSON.readTree(told.data()))
                        .isEqualTo(
                                JSON.readTree(
                                        """
                                        {"id":"%s","object":"event","type":"key.revoked",
                                         "created_at":%d,
                                         "data":{"id":"%s","object":"api_key","mode":"test",
                                                 "prefix":"sk-test-","last4":"%s"}}
                                        """
                                                .formatted(
                                                        told.id(),
                                                        JSON.readTree(told.data())
                                                                .path("created_at")
                                                                .asInt(),
                                                        issued.path("id"),
                                                        text.substring(text.length() - 4))));
                assertThat(each(page("?types=key.revoked"), "/id")).containsExactly(told.id());
            }
        }

        @Test
        void when_it_begins_after_an_event_that_is_none_then_that_is_refused() {
            tenant.live()
                    .header("Accept", "text/event-stream")
                    .header("Last-Event-ID", "evt_" + "0".repeat(32))
                    .get("/v1/events")
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("Last-Event-ID"));
        }

        @Test
        void when_the_tenant_follows_too_much_then_one_more_is_refused_until_one_has_ended() {
            var all =
                    IntStream.range(0, 12)
                            .mapToObj(_ -> EventStream.ofAll(tenant, "", null))
                            .toList();
            try {
                tenant.live()
                        .header("Accept", "text/event-stream")
                        .get("/v1/events")
                        .then()
                        .statusCode(429)
                        .body("error.code", equalTo("rate_limit_exceeded"));
                tenant.get("/v1/events?wait=1").then().statusCode(429);
                tenant.get("/v1/events").then().statusCode(200);
                try (var other = EventStream.ofAll(TestTenant.rich(), "", null)) {
                    assertThat(other.status()).isEqualTo(200);
                }

                all.getFirst().close();

                Awaitility.await().until(() -> tenant.get("/v1/events?wait=1").statusCode() == 200);
            } finally {
                all.forEach(EventStream::close);
            }
        }
    }
}
