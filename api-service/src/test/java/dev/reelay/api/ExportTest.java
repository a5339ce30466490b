package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.event.EventJson;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A file of all that there is of a tenant.
@QuarkusTest
class ExportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MANY = 450;

    @Inject Jdbi jdbi;
    @Inject ObjectStore store;
    private TestTenant tenant;
    private String root;

    @BeforeEach
    void make() {
        tenant = TestTenant.rich();
        root = "/admin/v1/tenants/" + tenant.id();
    }

    private Response asked() {
        return TestTenant.operator().post(root + "/export");
    }

    private Response look(String export) {
        return TestTenant.operator().get(root + "/exports/" + export);
    }

    /// The lines of each file.
    private Map<String, List<JsonNode>> exported() throws IOException {
        var id = asked().then().statusCode(202).extract().<String>path("id");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> look(id).then().body("state", equalTo("made")));
        var url = look(id).then().statusCode(200).extract().<String>path("url");
        // The address is the one that the outside reaches the service under.
        var path = url.substring("http://localhost:8081".length());
        var answer = RestAssured.get(path);
        answer.then().statusCode(200).contentType("application/zip");
        return lines(answer.asByteArray());
    }

    private static Map<String, List<JsonNode>> lines(byte[] file) throws IOException {
        var files = new HashMap<String, List<JsonNode>>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var text = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                files.put(
                        entry.getName(),
                        text.lines().map(line -> EventJson.read(line, JsonNode.class)).toList());
            }
        }
        return files;
    }

    private static List<JsonNode> of(Map<String, List<JsonNode>> files, String name) {
        return Objects.requireNonNull(files.get(name + ".ndjson"));
    }

    private void makeEndpoint() {
        tenant.live()
                .contentType(ContentType.JSON)
                .body(Map.of("url", "https://hooks.example.com/reelay"))
                .post("/v1/webhooks/endpoints")
                .then()
                .statusCode(201);
    }

    @Test
    void when_it_is_made_then_it_has_all_of_the_tenant_and_nothing_of_others() throws IOException {
        var others = TestTenant.rich();
        others.job();
        var video = tenant.job();
        try (var worker = new Worker()) {
            var clip =
                    Clip.store(store, tenant, video, 0, "a clip".getBytes(StandardCharsets.UTF_8));
            Golden.complete(worker, tenant, video, clip);
        }
        tenant.live()
                .multiPart("file", "a.png", Pictures.png())
                .post("/v1/uploads")
                .then()
                .statusCode(200);
        makeEndpoint();
        SignedIn.member(jdbi, tenant, "ann");

        var files = exported();

        assertThat(files.keySet())
                .containsExactlyInAnyOrder(
                        "tenant.ndjson",
                        "workspaces.ndjson",
                        "keys.ndjson",
                        "members.ndjson",
                        "videos.ndjson",
                        "uploads.ndjson",
                        "top_ups.ndjson",
                        "ledger_live.ndjson",
                        "ledger_test.ndjson",
                        "webhook_endpoints.ndjson");
        assertThat(of(files, "tenant"))
                .extracting(t -> t.path("id").asText())
                .containsExactly(tenant.id());
        assertThat(of(files, "workspaces"))
                .extracting(w -> w.path("id").asText())
                .containsExactly(tenant.id());
        assertThat(of(files, "keys")).hasSize(2);
        assertThat(of(files, "members"))
                .extracting(m -> m.path("name").asText())
                .containsExactly("ann");
        assertThat(of(files, "uploads")).hasSize(1);
        assertThat(of(files, "webhook_endpoints"))
                .extracting(e -> e.path("url").asText())
                .containsExactly("https://hooks.example.com/reelay");
        assertThat(of(files, "videos")).hasSize(1);
        var exported = of(files, "videos").getFirst();
        assertThat(exported.path("id").asText()).isEqualTo(Ids.job(video).toString());
        assertThat(exported.at("/asked/prompt").asText()).isEqualTo("a kite");
        assertThat(exported.at("/files/0/bytes").asLong()).isEqualTo(6);
        assertThat(of(files, "ledger_live"))
                .extracting(entry -> entry.path("kind").asText())
                .contains("grant", "hold");
        assertThat(files.toString())
                .doesNotContain(others.id())
                .doesNotContain("whsec_")
                .doesNotContain(tenant.liveKey())
                .doesNotContain(tenant.testKey());
    }

    @Test
    void when_there_is_more_than_a_page_then_each_is_in_it_once() throws IOException {
        jdbi.useHandle(
                h ->
                        h.execute(
                                """
                                insert into upload (id, tenant_id, sha256, content_type, bytes,
                                    stored, expires_at)
                                select gen_random_uuid(), ?, n::text, 'image/png', n, true,
                                       now() + interval '1 day'
                                  from generate_series(1, ?) n
                                """,
                                UUID.fromString(tenant.id()),
                                MANY));

        assertThat(of(exported(), "uploads"))
                .hasSize(MANY)
                .extracting(upload -> upload.path("sha256").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void when_it_is_asked_for_then_it_is_being_made_and_without_a_link() {
        asked().then()
                .statusCode(202)
                .body("tenant", equalTo(tenant.id()))
                .body("state", equalTo("making"))
                .body("url", nullValue());
    }

    @Test
    void when_another_tenant_is_named_then_there_is_none() {
        var id = asked().then().statusCode(202).extract().<String>path("id");
        var other = "/admin/v1/tenants/" + TestTenant.rich().id();
        TestTenant.operator().get(other + "/exports/" + id).then().statusCode(404);
        TestTenant.operator().get(root + "/exports/x").then().statusCode(404);
    }
}
