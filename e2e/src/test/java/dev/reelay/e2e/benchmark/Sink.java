package dev.reelay.e2e.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Receivers of webhooks: those below `/well/` take what comes and note when, those below `/hang/`
/// say nothing for 30 s.
final class Sink implements AutoCloseable {
    private static final int BACKLOG = 2000;
    private static final int HANGS_SECONDS = 30;
    private static final String WELL = "/well/";
    private static final int GONE = 410;
    private static final int TAKEN = 204;

    private final Map<String, Instant> came = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile CountDownLatch release = new CountDownLatch(1);

    Sink() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), BACKLOG);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(WELL, this::take);
        server.createContext("/hang/", this::hang);
        server.start();
    }

    String well(String name) {
        return url(WELL + name);
    }

    String hanging(String name) {
        return url("/hang/" + name);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void take(HttpExchange exchange) throws IOException {
        came.putIfAbsent(
                exchange.getRequestURI().getPath().substring(WELL.length()), Instant.now());
        answer(exchange, TAKEN);
    }

    private void hang(HttpExchange exchange) throws IOException {
        try {
            release.await(HANGS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answer(exchange, GONE);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /// Those that hang say at once that they want nothing, and so on until {@link #hangAgain}.
    void giveUp() {
        release.countDown();
    }

    void hangAgain() {
        release = new CountDownLatch(1);
    }

    /// When each came for the first time, by its name.
    Map<String, Instant> came() {
        return came;
    }

    @Override
    public void close() {
        giveUp();
        server.stop(0);
    }
}
