package dev.reelay.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is answered: bytes or a file, never both.
///
/// @param status 0 for no answer at all: the connection is closed
/// @param cutAt how many bytes of the file are sent before the connection is closed; -1 for all
/// @param bytesPerSecond 0 for as fast as it goes
public record Answer(
        int status,
        Map<String, String> headers,
        byte[] body,
        @Nullable Path file,
        long cutAt,
        int bytesPerSecond) {

    public static final Answer NONE = of(0, Map.of(), new byte[0]);

    public static Answer of(int status, Map<String, String> headers, byte[] body) {
        return new Answer(status, headers, body, null, -1, 0);
    }

    public static Answer json(int status, JsonNode body) {
        return of(status, Map.of("Content-Type", "application/json"), Json.bytes(body));
    }

    public static Answer json(JsonNode body) {
        return json(200, body);
    }

    public static Answer text(int status, String type, String body) {
        return of(status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer file(String type, Path file) {
        return new Answer(200, Map.of("Content-Type", type), new byte[0], file, -1, 0);
    }

    public Answer with(String header, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Answer(status, all, body, file, cutAt, bytesPerSecond);
    }

    public Answer withStatus(int other) {
        return new Answer(other, headers, body, file, cutAt, bytesPerSecond);
    }

    public Answer cutAt(long bytes) {
        return new Answer(status, headers, body, file, bytes, bytesPerSecond);
    }

    public Answer slowly(int bytesPerSecond) {
        return new Answer(status, headers, body, file, cutAt, bytesPerSecond);
    }
}
