package dev.reelay.worker.webhook;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A tenant's server: keeps what it gets and answers as it is told.
final class Receiver implements AutoCloseable {
    final List<Got> got = new CopyOnWriteArrayList<>();
    volatile Function<Got, Reply> reply = _ -> new Reply(200, null);

    private final HttpServer server;

    record Got(Headers headers, byte[] body) {
        String id() {
            return headers.getFirst("webhook-id");
        }

        String timestamp() {
            return headers.getFirst("webhook-timestamp");
        }

        String signature() {
            return headers.getFirst("webhook-signature");
        }

        String type() {
            return headers.getFirst("Content-Type");
        }

        String text() {
            return new String(body, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    record Reply(int status, @org.jspecify.annotations.Nullable String retryAfter) {}

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var request =
                new Got(exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes());
        got.add(request);
        var answer = reply.apply(request);
        if (answer.retryAfter() != null) {
            exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
        }
        var body = "x".repeat(3000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(answer.status(), answer.status() == 204 ? -1 : body.length);
        if (answer.status() != 204) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
