package dev.reelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Server;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A client's own server, which messages go to. It takes them all, and echoes challenges.
public final class Receiver implements AutoCloseable {
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Server server = new Server(0, this::take);

    public String url(String path) {
        return server.url() + path;
    }

    /// In the order in which they came.
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    public List<JsonNode> bodies() {
        return calls.stream()
                .map(call -> Web.read(new String(call.body(), StandardCharsets.UTF_8)))
                .toList();
    }

    private Answer take(Call call) {
        calls.add(call);
        var body = call.json();
        return body != null && body.has("challenge")
                ? Answer.json(body)
                : Answer.of(200, Map.of(), new byte[0]);
    }

    @Override
    public void close() {
        server.close();
    }
}
