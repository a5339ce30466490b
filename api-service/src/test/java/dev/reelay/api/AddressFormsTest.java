package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.testing.AddressForms;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What could mean a machine of the inner network is refused with its field's name when a video is
/// submitted, however it is spelled. What only a name server knows is for the worker.
@QuarkusTest
class AddressFormsTest {
    @Inject Jdbi jdbi;
    @Inject ObjectMapper json;
    private TestTenant tenant;

    @BeforeEach
    void open() {
        tenant = TestTenant.rich();
    }

    /// Without a NUL, which is refused in any field and not as an address.
    private static List<String> forms() {
        return AddressForms.withoutPort().stream().filter(form -> form.indexOf(0) < 0).toList();
    }

    /// As a client that keeps its connection, so that so many are quick.
    private HttpResponse<String> submit(HttpClient client, String field, Object value)
            throws IOException, InterruptedException {
        var body =
                Map.of("model", TestTenant.MODEL, "prompt", "a kite", "seconds", "4", field, value);
        return client.send(
                HttpRequest.newBuilder(
                                URI.create("http://localhost:" + RestAssured.port + "/v1/videos"))
                        .header("Authorization", "Bearer " + tenant.liveKey())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
                        .build(),
                BodyHandlers.ofString());
    }

    private void assertRefused(HttpClient client, String field, String form, Object value)
            throws IOException, InterruptedException {
        var answer = submit(client, field, value);
        assertThat(answer.statusCode()).as("%s %s", field, form).isEqualTo(400);
        assertThat(json.readTree(answer.body()).at("/error/param").asText())
                .as("%s %s", field, form)
                .isEqualTo(field);
    }

    private void assertNothingCameOfIt() {
        tenant.assertNothingHeld();
        int jobs =
                jdbi.withHandle(
                        handle ->
                                handle.createQuery(
                                                "select count(*) from job where tenant_id ="
                                                        + " cast(:tenant as uuid)")
                                        .bind("tenant", tenant.id())
                                        .mapTo(Integer.class)
                                        .one());
        assertThat(jobs).isZero();
    }

    @Test
    void when_a_callback_is_given_then_it_is_refused_before_anything_is_held() throws Exception {
        assertThat(forms()).hasSizeGreaterThan(200);
        try (var client = HttpClient.newHttpClient()) {
            for (var form : forms()) {
                assertRefused(client, "callback_url", form, form);
            }
        }
        assertNothingCameOfIt();
    }

    @Test
    void when_an_image_is_given_then_it_is_refused_before_anything_is_held() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            for (var form : forms()) {
                assertRefused(client, "input_reference", form, Map.of("image_url", form));
            }
        }
        assertNothingCameOfIt();
    }
}
