package dev.reelay.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reelay.common.event.ProviderCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What upstreams that sign call, and what the adapters make of it. The tasks are ordered here, for
/// our adapters have these upstreams call `https` only, and this test has no certificate.
class CallbackContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UpstreamCase FAL = UpstreamCase.of("fal", "fal-ai/veo3.1", 4, "720p");
    private static final UpstreamCase REPLICATE =
            UpstreamCase.of("replicate", "google/veo-3.1", 4, "720p");

    private static SimulatedUpstreams upstreams;
    private static HttpClient http;
    private static HttpServer receiver;
    private static final Map<String, List<ProviderCall>> HEARD = new ConcurrentHashMap<>();

    private final String path = "/" + UUID.randomUUID();

    @BeforeAll
    static void start() throws IOException {
        upstreams = SimulatedUpstreams.withStore();
        http = HttpClient.newHttpClient();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", CallbackContractTest::take);
        receiver.start();
    }

    @AfterAll
    static void stop() {
        receiver.stop(0);
        http.close();
        upstreams.close();
    }

    private static List<ProviderCall> heardAt(String path) {
        return HEARD.computeIfAbsent(path, _ -> new CopyOnWriteArrayList<>());
    }

    private static void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new HashMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach(
                            (name, all) ->
                                    headers.put(name.toLowerCase(Locale.ROOT), all.getFirst()));
            var body = exchange.getRequestBody().readAllBytes();
            heardAt(exchange.getRequestURI().getPath()).add(new ProviderCall(headers, body));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    static Stream<UpstreamCase> signing() {
        return Stream.of(FAL, REPLICATE);
    }

    /// @return the upstream's id of the task
    private String order(UpstreamCase of, String directive) throws Exception {
        var hook = "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
        var prompt = "[simulator render=50ms clip=tiny " + directive + "] a kite";
        var answer = of.equals(FAL) ? orderFal(prompt, hook) : orderReplicate(prompt, hook);
        return answer.path(of.equals(FAL) ? "request_id" : "id").asText();
    }

    private static JsonNode orderFal(String prompt, String hook) throws Exception {
        var query = "?fal_webhook=" + URLEncoder.encode(hook, StandardCharsets.UTF_8);
        var body = JSON.createObjectNode().put("prompt", prompt).put("duration", "4s");
        var key = upstreams.vendor(FAL).credentials().get("api_key");
        return post(FAL, "/fal-ai/veo3.1" + query, "Key " + key, body);
    }

    private static JsonNode orderReplicate(String prompt, String hook) throws Exception {
        var body = JSON.createObjectNode().put("webhook", hook);
        body.putArray("webhook_events_filter").add("completed");
        body.putObject("input").put("prompt", prompt).put("duration", 4);
        var key = upstreams.vendor(REPLICATE).credentials().get("api_key");
        return post(REPLICATE, "/models/google/veo-3.1/predictions", "Bearer " + key, body);
    }

    private static JsonNode post(UpstreamCase of, String at, String key, JsonNode body)
            throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(upstreams.vendor(of).baseUrl() + at))
                        .header("Authorization", key)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build();
        var answer = http.send(request, BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private List<ProviderCall> calls(int count) {
        await().until(() -> heardAt(path).size() >= count);
        return heardAt(path);
    }

    private static Heard heard(UpstreamCase of, ProviderCall call) {
        return upstreams.open(of).hear(of.attempt("a kite").attempt(), call);
    }

    /// By which our adapter polls.
    private static ProviderTask task(UpstreamCase of, String id) {
        return new ProviderTask(of.equals(FAL) ? "fal-ai/veo3.1/requests/" + id : id);
    }

    @ParameterizedTest
    @MethodSource("signing")
    void when_a_render_has_ended_then_its_call_is_genuine_and_names_the_task(UpstreamCase of)
            throws Exception {
        var task = task(of, order(of, ""));
        assertThat(heard(of, calls(1).getFirst())).isEqualTo(new Heard.Genuine(List.of(task)));
        assertThat(upstreams.open(of).poll(task)).isInstanceOf(PollAnswer.Finished.class);
    }

    @ParameterizedTest
    @MethodSource("signing")
    void when_a_render_has_failed_then_its_call_is_genuine_too(UpstreamCase of) throws Exception {
        var task = task(of, order(of, "outcome=content_policy"));
        assertThat(heard(of, calls(1).getFirst())).isEqualTo(new Heard.Genuine(List.of(task)));
    }

    @ParameterizedTest
    @MethodSource("signing")
    void when_it_comes_twice_then_both_say_the_same(UpstreamCase of) throws Exception {
        order(of, "callback=twice");
        var calls = calls(2);
        assertThat(heard(of, calls.get(1)))
                .isInstanceOf(Heard.Genuine.class)
                .isEqualTo(heard(of, calls.get(0)));
    }

    @ParameterizedTest
    @MethodSource("signing")
    void when_it_is_forged_then_it_is_told_from_the_genuine_one(UpstreamCase of) throws Exception {
        order(of, "outcome=content_policy callback=forged");
        var heard = calls(2).stream().map(call -> heard(of, call)).toList();
        assertThat(heard).hasAtLeastOneElementOfType(Heard.Forged.class);
        assertThat(heard).hasAtLeastOneElementOfType(Heard.Genuine.class);
    }

    @ParameterizedTest
    @MethodSource("signing")
    void when_a_header_or_the_body_is_changed_then_it_is_forged(UpstreamCase of) throws Exception {
        order(of, "");
        var call = calls(1).getFirst();
        var names = ProviderCall.SIGNED.getOrDefault(of.provider(), Set.of());
        assertThat(names).isNotEmpty();
        for (var name : names) {
            var headers = new HashMap<>(call.headers());
            headers.put(name, call.header(name) + "0");
            assertThat(heard(of, new ProviderCall(headers, call.body())))
                    .as(name)
                    .isInstanceOf(Heard.Forged.class);
        }
        var other = new String(call.body(), StandardCharsets.UTF_8).replace("tus", "Tus");
        var body = other.getBytes(StandardCharsets.UTF_8);
        assertThat(heard(of, new ProviderCall(call.headers(), body)))
                .isInstanceOf(Heard.Forged.class);
    }
}
