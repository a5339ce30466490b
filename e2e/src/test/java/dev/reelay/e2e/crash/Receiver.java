package dev.reelay.e2e.crash;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reelay.e2e.crash.History.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// The tenants' own server, which callbacks go to. It keeps what it was sent, and is unwell at
/// times, so that messages have to come again.
final class Receiver implements AutoCloseable {
    static final String TOLD = "webhook";
    private static final int UNWELL_EACH = 5;
    private static final int UNWELL = 500;
    private static final int TAKEN = 204;

    /// One message, as it came.
    ///
    /// @param id the header
    /// @param video as the body spells it
    /// @param event the body's type
    /// @param verified by the Standard Webhooks reference library, with the tenant's secret
    /// @param answered the status
    record Message(
            String id, String video, String event, String body, boolean verified, int answered) {}

    private final List<Tenants.Tenant> tenants;
    private final History history;
    private final HttpServer server;
    private final List<Message> messages = new ArrayList<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> seen = new ConcurrentHashMap<>();
    private final Health health;
    private final int port;

    /// How long a receiver is unwell.
    @FunctionalInterface
    interface Health {
        /// @param seen how often this message came before
        boolean isUnwell(String id, int seen);
    }

    /// One that is unwell when it first sees a fifth of the messages, behind a link of these.
    Receiver(List<Tenants.Tenant> tenants, History history, Links links) {
        this(
                tenants,
                history,
                (id, seen) -> seen == 0 && Math.floorMod(id.hashCode(), UNWELL_EACH) == 0,
                links);
    }

    Receiver(List<Tenants.Tenant> tenants, History history, Health health) {
        this(tenants, history, health, Links.none());
    }

    private Receiver(List<Tenants.Tenant> tenants, History history, Health health, Links links) {
        this.tenants = tenants;
        this.history = history;
        this.health = health;
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
        port = links.receivers(server.getAddress().getPort());
    }

    /// Where a submission's end is to be told.
    String url(Submission submission) {
        return "http://127.0.0.1:%d/%d/%s".formatted(port, submission.tenant(), submission.key());
    }

    List<Message> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    /// Whether it has taken a message of this submission's.
    boolean hasTaken(String key) {
        return told.contains(key);
    }

    private void take(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().split("/", 3);
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true);
        var message = message(tenants.get(Integer.parseInt(path[1])), headers, body);
        synchronized (messages) {
            messages.add(message);
        }
        if (isTaken(message)) {
            told.add(path[2]);
        }
        history.add(
                message.answered() == TAKEN ? Type.OK : Type.UNKNOWN,
                TOLD,
                path[2],
                message.video(),
                message.event() + " " + message.id() + " answered " + message.answered());
        exchange.sendResponseHeaders(message.answered(), -1);
        exchange.close();
    }

    private Message message(Tenants.Tenant tenant, HttpHeaders headers, String body) {
        var id = headers.firstValue("webhook-id").orElse("");
        var read = Json.of(body);
        var before = seen.merge(id, 1, Integer::sum) - 1;
        return new Message(
                id,
                read.at("/data/id").asText(),
                read.path("type").asText(),
                body,
                isVerified(tenant.webhookSecret(), headers, body),
                health.isUnwell(id, before) ? UNWELL : TAKEN);
    }

    private static boolean isVerified(String secret, HttpHeaders headers, String body) {
        try {
            new Webhook(secret).verify(body, headers);
            return true;
        } catch (WebhookVerificationException | EmptyWebhookSecretException e) {
            return false;
        }
    }

    /// Whether the message was taken.
    static boolean isTaken(Message message) {
        return message.answered() == TAKEN;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
