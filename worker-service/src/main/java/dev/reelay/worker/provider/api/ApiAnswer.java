package dev.reelay.worker.provider.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.reelay.worker.egress.EgressAnswer.Answered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What an upstream answered.
///
/// @param headers by their names in small letters
/// @param body missing where it was no JSON
public record ApiAnswer(int status, Map<String, String> headers, JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    public ApiAnswer {
        headers = Map.copyOf(headers);
    }

    static ApiAnswer of(int status, Map<String, String> headers, byte[] body) {
        return new ApiAnswer(status, headers, json(body));
    }

    static ApiAnswer of(Answered answered) {
        return of(answered.status(), answered.headers(), answered.beginning());
    }

    private static JsonNode json(byte[] body) {
        try {
            var read = JSON.readTree(body);
            return read == null ? MissingNode.getInstance() : read;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /// A text at a place of the body, e.g. `/data/task_id`, or of a number there; empty where there
    /// is none.
    public Optional<String> text(String pointer) {
        var node = body.at(pointer);
        return node.isValueNode() && !node.isNull() && !node.asText().isBlank()
                ? Optional.of(node.asText())
                : Optional.empty();
    }

    /// What stands at a place of the body as JSON inside a text; as it is where it is no text.
    public JsonNode embedded(String pointer) {
        var node = body.at(pointer);
        return node.isTextual() ? json(node.asText().getBytes(StandardCharsets.UTF_8)) : node;
    }

    /// How long the upstream asks us to wait, up to an hour.
    public Optional<Duration> retryAfter() {
        return header("retry-after-ms", 1)
                .or(() -> header("retry-after", 1000))
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    private Optional<Duration> header(String name, int millis) {
        try {
            return Optional.ofNullable(headers.get(name))
                    .map(text -> Duration.ofMillis((long) (Double.parseDouble(text) * millis)))
                    .filter(wait -> !wait.isNegative());
        } catch (NumberFormatException e) {
            return Optional.empty(); // a date, which says too little with an unknown clock
        }
    }

    /// Not the body, which may hold a prompt or a signed link.
    @Override
    public String toString() {
        return "status " + status;
    }
}
