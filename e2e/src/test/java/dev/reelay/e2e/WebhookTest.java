package dev.reelay.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A tenant's own server is told of the end of its videos, whatever is killed in between.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedSystem.class)
class WebhookTest {
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private LocalSystem system;
    private ReelayClient client;
    private HttpServer receiver;
    private volatile Supplier<Integer> answer = () -> 204;

    private record Got(String id, HttpHeaders headers, String body) {}

    @BeforeAll
    void start(LocalSystem shared) {
        system = shared;
        client = system.client();
    }

    @BeforeEach
    void listen() throws IOException {
        got.clear();
        answer = () -> 204;
        receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext("/", this::take);
        receiver.start();
    }

    @AfterEach
    void hangUp() {
        receiver.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        got.add(
                new Got(
                        exchange.getRequestHeaders().getFirst("webhook-id"),
                        HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true),
                        body));
        exchange.sendResponseHeaders(answer.get(), -1);
        exchange.close();
    }

    private String submit(String prompt) {
        var submitted =
                client.submit(
                        Map.of(
                                "model",
                                "reelay/storyboard-1",
                                "prompt",
                                prompt,
                                "callback_url",
                                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook"));
        assertThat(submitted.status()).as(submitted.body().toString()).isEqualTo(200);
        return submitted.text("id");
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions();
    }

    private Webhook webhook() throws EmptyWebhookSecretException {
        return new Webhook(system.env("REELAY_WEBHOOK_SECRET"));
    }

    @Test
    void when_videos_end_then_the_tenant_is_told_in_signed_messages_that_a_poll_confirms()
            throws Exception {
        var made = submit("[sandbox clip=tiny]");
        var failed = submit("[sandbox clip=tiny outcome=content_policy]");

        await().until(() -> got.size() == 2);

        var webhook = webhook();
        for (var one : got) {
            webhook.verify(one.body(), one.headers());
            assertThatThrownBy(() -> webhook.verify(one.body() + " ", one.headers()))
                    .isInstanceOf(WebhookVerificationException.class);
            assertThat(one.body()).contains("\"id\":\"" + one.id() + "\"");
        }
        assertThat(got)
                .extracting(Got::body)
                .anyMatch(body -> body.contains("\"video.completed\"") && body.contains(made))
                .anyMatch(body -> body.contains("\"video.failed\"") && body.contains(failed))
                .noneMatch(body -> body.contains("sandbox clip"));
        assertThat(client.video(made).text("status")).isEqualTo("completed");
        assertThat(client.video(failed).text("status")).isEqualTo("failed");
    }

    @Test
    void when_the_deliverer_and_the_broker_are_killed_then_the_same_message_still_arrives()
            throws Exception {
        answer = () -> 503;
        var video = submit("[sandbox clip=tiny]");
        await().until(() -> !got.isEmpty());
        system.kill("worker");
        system.kill("kafka");
        answer = () -> 200;
        var before = got.size();

        system.up();

        await().until(() -> got.size() > before);
        assertThat(got).extracting(Got::id).containsOnly(got.getFirst().id());
        assertThat(got).extracting(Got::body).containsOnly(got.getFirst().body());
        assertThat(got.getFirst().body()).contains(video);
        webhook().verify(got.getLast().body(), got.getLast().headers());
    }

    @Test
    void when_the_api_is_killed_while_videos_run_then_each_end_is_told_once_by_its_id() {
        var videos = List.of(submit("[sandbox clip=tiny delay=2s]"), submit("[sandbox clip=tiny]"));
        system.kill("api");
        system.up();

        await().untilAsserted(
                        () ->
                                assertThat(videos)
                                        .allSatisfy(
                                                id ->
                                                        assertThat(got)
                                                                .anyMatch(
                                                                        one ->
                                                                                one.body()
                                                                                        .contains(
                                                                                                id))));
        assertThat(got.stream().map(Got::id).distinct()).hasSize(2);
    }
}
