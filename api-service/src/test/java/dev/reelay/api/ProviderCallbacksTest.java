package dev.reelay.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.ProvidersRang;
import dev.reelay.common.event.Topics;
import dev.reelay.common.secret.CallbackToken;
import dev.reelay.common.secret.MasterKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What providers call: everybody gets the same answer, and the worker hears of those that name an
/// attempt.
@QuarkusTest
class ProviderCallbacksTest {
    @Inject MasterKey master;

    private static final List<ProvidersRang> HEARD = new ArrayList<>();
    private static KafkaConsumer<String, String> topic;

    private final UUID attempt = UUID.randomUUID();
    private String token;

    @BeforeAll
    static void listen() {
        var settings = Broker.settings();
        settings.put("group.id", "test-" + UUID.randomUUID());
        settings.put("auto.offset.reset", "earliest");
        settings.put("metadata.max.age.ms", "1000");
        topic = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        topic.subscribe(List.of(Topics.PROVIDER_CALLBACKS));
    }

    @AfterAll
    static void close() {
        topic.close();
    }

    @BeforeEach
    void make() {
        token = token(attempt);
    }

    private String token(UUID of) {
        return new CallbackToken(master).of("kling", of);
    }

    private static Response call(String path, String body) {
        return given().urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post(path);
    }

    private static void assertTaken(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asString()).isEmpty();
    }

    private long times(UUID of) {
        return HEARD.stream().filter(rang -> rang.attempts().contains(of)).count();
    }

    private void awaitHeard(UUID of) {
        Awaitility.await()
                .until(
                        () -> {
                            topic.poll(Duration.ofMillis(200))
                                    .forEach(
                                            record ->
                                                    HEARD.add(
                                                            EventJson.read(
                                                                    record.value(),
                                                                    ProvidersRang.class)));
                            return times(of) > 0;
                        });
    }

    @Test
    void when_an_attempts_own_address_is_called_then_the_worker_hears_of_it() {
        assertTaken(call("/callbacks/kling/" + token, "{\"task_status\":\"succeed\"}"));
        awaitHeard(attempt);
    }

    @Test
    void when_it_is_called_a_hundred_times_then_far_fewer_are_told() {
        for (var i = 0; i < 100; i++) {
            assertTaken(call("/callbacks/kling/" + token, "{}"));
        }
        var last = UUID.randomUUID();
        call("/callbacks/kling/" + token(last), "{}");
        awaitHeard(last);
        assertThat(times(attempt)).isBetween(1L, 99L);
    }

    @Test
    void when_it_is_forged_then_the_answer_is_the_same_and_nobody_hears_of_it() {
        var other = UUID.randomUUID();
        assertTaken(call("/callbacks/vidu/" + token, "{}"));
        assertTaken(call("/callbacks/kling/" + "A".repeat(43), "{}"));
        assertTaken(call("/callbacks/kling/" + attempt, "{}"));
        assertTaken(call("/callbacks/kling/x", "{}"));
        assertTaken(call("/callbacks/%00%ff/" + "%2e".repeat(500), "{}"));

        call("/callbacks/kling/" + token(other), "{}");
        awaitHeard(other);
        assertThat(times(attempt)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "\u0000\uffff", "[[[[[[[["})
    void when_its_body_is_anything_then_that_changes_nothing(String body) {
        assertTaken(call("/callbacks/kling/" + token, body));
        awaitHeard(attempt);
    }

    @Test
    void when_its_address_is_put_to_the_test_then_the_word_comes_back_whosever_it_is() {
        var answer = call("/callbacks/minimax/x", "{\"challenge\":\"a word \\u0022\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.asString()).isEqualTo("{\"challenge\":\"a word \\\"\"}");
        assertTaken(call("/callbacks/minimax/x", "{\"challenge\":7}"));
        assertTaken(
                call("/callbacks/minimax/x", "{\"challenge\":\"%s\"}".formatted("a".repeat(257))));
    }

    private static Response signed(String path) {
        return given().contentType("application/json")
                .header("X-Fal-Webhook-Request-Id", "764cabcf-b745-4b3e-ae38-1200304cf45b")
                .header("X-Fal-Webhook-User-Id", "github|1234567")
                .header("X-Fal-Webhook-Timestamp", "1736928930")
                .header("X-Fal-Webhook-Signature", "00")
                .body("{}")
                .post(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fal", "replicate"})
    void when_a_provider_signs_then_what_is_not_signed_is_refused_whatever_the_token(
            String provider) {
        var own = new CallbackToken(master).of(provider, attempt);
        for (var path : List.of(own, "A".repeat(43), "x")) {
            var answer = call("/callbacks/" + provider + "/" + path, "{}");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.asString()).isEmpty();
        }
        assertThat(signed("/callbacks/fal/" + "A".repeat(43)).statusCode()).isEqualTo(401);
        assertThat(
                        given().body(new byte[600 * 1024])
                                .contentType("application/json")
                                .post("/callbacks/" + provider + "/" + own)
                                .statusCode())
                .isEqualTo(413);

        var last = UUID.randomUUID();
        call("/callbacks/kling/" + token(last), "{}");
        awaitHeard(last);
        assertThat(times(attempt)).isZero();
    }

    /// The worker, which is asked, has no such attempt.
    @Test
    void when_nobody_can_tell_whether_it_is_genuine_then_it_is_a_ring_as_any_other() {
        assertTaken(signed("/callbacks/fal/" + new CallbackToken(master).of("fal", attempt)));
        awaitHeard(attempt);
    }

    @Test
    void when_its_body_is_large_then_the_rest_is_not_read() {
        assertThat(
                        given().contentType("video/mp4")
                                .body(new byte[60 * 1024])
                                .post("/callbacks/kling/" + token)
                                .header("Connection"))
                .isNotEqualTo("close");
        var answer =
                given().contentType("video/mp4")
                        .body(new byte[100 * 1024])
                        .post("/callbacks/kling/" + token);
        assertTaken(answer);
        assertThat(answer.header("Connection")).isEqualTo("close");
        awaitHeard(attempt);
    }

    @Test
    void when_it_has_no_body_and_no_type_then_it_counts_all_the_same() {
        assertTaken(given().post("/callbacks/kling/" + token));
        awaitHeard(attempt);
    }

    @Test
    void when_it_is_called_otherwise_then_that_is_no_route() {
        assertThat(given().get("/callbacks/kling/" + token).statusCode()).isBetween(404, 405);
        assertThat(given().post("/callbacks/kling").statusCode()).isBetween(404, 405);
        assertThat(given().post("/callbacks/kling/" + token + "/x").statusCode())
                .isBetween(404, 405);
    }
}
