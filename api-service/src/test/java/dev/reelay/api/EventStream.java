package dev.reelay.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// A client that follows a video, or all that happens to its tenant, by server-sent events.
final class EventStream implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpResponse<InputStream> answer;
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger comments = new AtomicInteger();
    private final Thread reading;
    private volatile String lastId = "";

    /// One event as it came.
    record Told(String id, String type, String data) {}

    EventStream(TestTenant tenant, String video, @Nullable String lastSeen) {
        this("/v1/videos/" + video + "/events", tenant, lastSeen);
    }

    /// Of all that happens to the tenant.
    static EventStream ofAll(TestTenant tenant, String query, @Nullable String lastSeen) {
        return new EventStream("/v1/events" + query, tenant, lastSeen);
    }

    private EventStream(String path, TestTenant tenant, @Nullable String lastSeen) {
        var here = ConfigProvider.getConfig().getValue("test.url", URI.class);
        var ask =
                HttpRequest.newBuilder(here.resolve(path))
                        .header("Authorization", "Bearer " + tenant.liveKey())
                        .header("Accept", "text/event-stream");
        if (lastSeen != null) {
            ask.header("Last-Event-ID", lastSeen);
        }
        try {
            answer = http.send(ask.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        reading = Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (var lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            var id = "";
            var type = "";
            var data = "";
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(":")) {
                    comments.incrementAndGet();
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                    lastId = id;
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !data.isEmpty()) {
                    told.add(new Told(id, type, data));
                    data = "";
                }
            }
        } catch (IOException e) {
            // The connection was cut; what came is kept.
        }
    }

    int status() {
        return answer.statusCode();
    }

    String header(String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    List<Told> told() {
        return told;
    }

    List<String> types() {
        return told.stream().map(Told::type).toList();
    }

    /// What the client would name when it came back.
    String lastId() {
        return lastId;
    }

    int comments() {
        return comments.get();
    }

    List<Told> await(int count) {
        return Awaitility.await().until(this::told, all -> all.size() >= count);
    }

    /// Waits until the server has ended the stream.
    List<Told> awaitEnd() {
        Awaitility.await().until(() -> !reading.isAlive());
        return told;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
