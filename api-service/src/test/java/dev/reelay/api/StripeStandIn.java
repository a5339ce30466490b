package dev.reelay.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// Stripe's `POST /v1/checkout/sessions`, as https://docs.stripe.com/api/checkout/sessions/create
/// and `…/api/idempotent_requests` describe it.
final class StripeStandIn {
    static final String KEY = "sk_test_dummy0stand0in";
    static final String SECRET = "whsec_dummy0for0tests";

    private final Map<String, String> askedBefore = new ConcurrentHashMap<>();
    private final HttpServer server;

    StripeStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/checkout/sessions", this::create);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void create(HttpExchange exchange) throws IOException {
        try (exchange) {
            var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            var bearer = exchange.getRequestHeaders().getFirst("Authorization");
            if (!Objects.equals(bearer, "Bearer " + KEY)) {
                answer(exchange, 401, error("invalid_request_error", "Invalid API Key provided"));
            } else if (!askedBefore.computeIfAbsent(key, _ -> form).equals(form)) {
                answer(
                        exchange,
                        400,
                        error(
                                "idempotency_error",
                                "Keys for idempotent requests can only be used with the same"
                                        + " parameters they were first used with."));
            } else {
                answer(exchange, 200, session(fields(form), key));
            }
        }
    }

    private static Map<String, String> fields(String form) {
        var fields = new HashMap<String, String>();
        for (var field : form.split("&")) {
            var parts = Arrays.stream(field.split("=", 2)).map(StripeStandIn::decoded).toList();
            fields.put(parts.getFirst(), parts.getLast());
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String session(Map<String, String> form, String key) {
        var item = "line_items[0][price_data]";
        return """
        {"id": "cs_test_%s", "object": "checkout.session", "client_reference_id": "%s",
         "amount_subtotal": %s, "amount_total": %s, "currency": "%s", "mode": "%s",
         "payment_status": "unpaid", "status": "open", "success_url": "%s",
         "url": "https://checkout.stripe.com/c/pay/cs_test_%s?amount=%s"}
        """
                .formatted(
                        key,
                        form.get("client_reference_id"),
                        form.get(item + "[unit_amount]"),
                        form.get(item + "[unit_amount]"),
                        form.get(item + "[currency]"),
                        form.get("mode"),
                        form.get("success_url"),
                        key,
                        form.get(item + "[unit_amount]"));
    }

    private static String error(String type, String message) {
        return "{\"error\": {\"type\": \"%s\", \"message\": \"%s\"}}".formatted(type, message);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    void stop() {
        server.stop(0);
    }
}
