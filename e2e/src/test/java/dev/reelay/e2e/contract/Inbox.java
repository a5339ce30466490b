package dev.reelay.e2e.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A tenant's own server, which keeps all that is posted to it.
final class Inbox implements AutoCloseable {
    /// A path at which it wants to hear nothing more.
    static final String GONE = "/gone";

    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /// @param path that it was posted to
    record Message(String path, HttpHeaders headers, String body) {
        String id() {
            return header("webhook-id");
        }

        String header(String name) {
            return headers.firstValue(name).orElseThrow();
        }
    }

    Inbox() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /// What was posted to a path, the oldest first.
    List<Message> at(String path) {
        return messages.stream().filter(message -> message.path().equals(path)).toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            messages.add(
                    new Message(
                            path,
                            HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(path.equals(GONE) ? 410 : 204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
