package dev.reelay.e2e.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// A proxy before a system, which fails every other request.
final class FlakyFront implements AutoCloseable {
    enum Fault {
        /// The system is not asked, as if it were restarting.
        AWAY,
        /// The system is asked for a video, the connection to it breaks before it answers, and so
        /// does the client's once it is made.
        CUT,
        /// The system's answer is taken, and the client's connection breaks before it is passed on.
        LOST
    }

    private static final int AWAY = 503;
    private static final int NOT_MADE = 400;
    private static final Duration MAKING = Duration.ofSeconds(60);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Pattern FIRST = Pattern.compile("\"first_id\":\"(\\w+)\"");
    private static final List<String> PASSED_ON =
            List.of("Authorization", "Content-Type", "X-Stainless-Retry-Count");

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer server;
    private final String target;
    private final Fault fault;

    /// @param target the system's base URL
    FlakyFront(String target, Fault fault) throws IOException {
        this.target = target;
        this.fault = fault;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            if (asked.getAndIncrement() % 2 == 0) {
                fail(exchange, body);
                return;
            }
            var answer = ask(exchange, body);
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> ask(HttpExchange exchange, byte[] body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                        .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        for (var name : PASSED_ON) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    /// What is closed without an answer is closed for the client too.
    private void fail(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        switch (fault) {
            case AWAY -> exchange.sendResponseHeaders(AWAY, -1);
            case CUT -> cut(exchange, body);
            case LOST -> ask(exchange, body);
        }
    }

    /// Asks again where the system noticed the break before the request; of one that it made after
    /// all, that is a retry as well.
    private void cut(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        var before = newest(exchange);
        try {
            Awaitility.await()
                    .atMost(MAKING)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(AGAIN)
                    .until(
                            () -> {
                                if (!newest(exchange).equals(before)) {
                                    return true;
                                }
                                sendAndGo(exchange, body);
                                return false;
                            });
        } catch (ConditionTimeoutException e) {
            // Which no client repeats, so its case fails.
            exchange.sendResponseHeaders(NOT_MADE, -1);
        }
    }

    private void sendAndGo(HttpExchange exchange, byte[] body) throws IOException {
        var there = URI.create(target);
        var head = new StringBuilder();
        head.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
        head.append(" HTTP/1.1\r\nHost: ").append(there.getAuthority()).append("\r\n");
        for (var name : PASSED_ON) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        try (var socket = new Socket(there.getHost(), there.getPort())) {
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body);
        }
    }

    /// The newest video that the request's tenant has, of whatever dialect.
    private String newest(HttpExchange exchange) throws IOException, InterruptedException {
        var list =
                HttpRequest.newBuilder(URI.create(target + "/v1/videos?limit=1"))
                        .header(
                                "Authorization",
                                exchange.getRequestHeaders().getFirst("Authorization"))
                        .build();
        var page = http.send(list, BodyHandlers.ofString()).body();
        return FIRST.matcher(page).results().findFirst().map(r -> r.group(1)).orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
