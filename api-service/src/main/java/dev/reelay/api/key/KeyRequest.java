package dev.reelay.api.key;

import java.util.UUID;

/// What tells that two requests for a key are one.
///
/// @param route requests of different routes have nothing to do with each other
/// @param key the client's own, from its `Idempotency-Key`
/// @param fingerprint tells whether it is the same request
public record KeyRequest(String route, String key, byte[] fingerprint) {
    /// Of which key a request is.
    ///
    /// @param salt without which nobody can tell the key's text
    record Standing(UUID id, byte[] fingerprint, byte[] salt) {}
}
