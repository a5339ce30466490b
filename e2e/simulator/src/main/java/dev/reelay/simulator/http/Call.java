package dev.reelay.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request, read to its end.
///
/// @param path as it was sent, still encoded
/// @param query as it was sent; empty where there is none
/// @param body at most 64 MiB and a little; longer ones are cut, which no vendor takes either
public record Call(String method, String path, String query, Headers headers, byte[] body) {
    private static final int LONGEST_BODY = 65 * 1024 * 1024;

    static Call of(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        return new Call(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readNBytes(LONGEST_BODY));
    }

    /// A header's first value; empty where it was not sent.
    public String header(String name) {
        var value = headers.getFirst(name);
        return value == null ? "" : value;
    }

    /// The body; null where it is no JSON object.
    public @Nullable JsonNode json() {
        var read = Json.read(body);
        return read != null && read.isObject() ? read : null;
    }

    /// A query parameter's first value; empty where it was not sent.
    public String parameter(String name) {
        var values = parameters().getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }

    public Map<String, List<String>> parameters() {
        return decoded(query);
    }

    /// The body of a form that is not multipart.
    public Map<String, List<String>> form() {
        return decoded(new String(body, StandardCharsets.UTF_8));
    }

    private static Map<String, List<String>> decoded(String text) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var pair : text.split("&")) {
            if (!pair.isEmpty()) {
                var parts = pair.split("=", 2);
                values.computeIfAbsent(decode(parts[0]), _ -> new ArrayList<>())
                        .add(parts.length == 2 ? decode(parts[1]) : "");
            }
        }
        return values;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
