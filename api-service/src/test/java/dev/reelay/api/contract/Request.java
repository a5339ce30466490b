package dev.reelay.api.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A request as it goes over the wire, right or wrong.
///
/// @param target path and query
public record Request(String method, String target, List<Header> headers, byte[] body) {
    private static final int MOST_SHOWN = 4000;

    public record Header(String name, String value) {}

    public static Request of(String method, String target) {
        return new Request(method, target, List.of(), new byte[0]);
    }

    public Request with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Request(method, target, more, body);
    }

    public Request without(String name) {
        var fewer = headers.stream().filter(h -> !h.name().equalsIgnoreCase(name)).toList();
        return new Request(method, target, fewer, body);
    }

    public Request bearer(String key) {
        return with("Authorization", "Bearer " + key);
    }

    public Request body(String contentType, byte[] body) {
        return new Request(method, target, headers, body).with("Content-Type", contentType);
    }

    public Request json(String body) {
        return body("application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    public Request to(String method, String target) {
        return new Request(method, target, headers, body);
    }

    /// The beginning of all of it, for a report.
    @Override
    public String toString() {
        var text = new StringBuilder(method).append(' ').append(target).append('\n');
        headers.forEach(h -> text.append(h.name()).append(": ").append(h.value()).append('\n'));
        text.append('\n').append(new String(body, StandardCharsets.UTF_8));
        return text.length() <= MOST_SHOWN
                ? text.toString()
                : text.substring(0, MOST_SHOWN) + "… (%d bytes of body)".formatted(body.length);
    }

    @Override
    public boolean equals(Object other) {
        throw new UnsupportedOperationException("requests are not compared");
    }

    @Override
    public int hashCode() {
        throw new UnsupportedOperationException("requests are not compared");
    }
}
