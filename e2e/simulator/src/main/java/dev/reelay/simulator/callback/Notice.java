package dev.reelay.simulator.callback;

import java.util.Map;

/// One message to a client.
///
/// @param signature makes the headers that go with a body
public record Notice(String url, byte[] body, Signature signature) {
    /// Makes headers.
    @FunctionalInterface
    public interface Signature {
        Map<String, String> headers(byte[] body);
    }

    public static Notice unsigned(String url, byte[] body) {
        return new Notice(url, body, _ -> Map.of());
    }
}
