package dev.reelay.worker.egress;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// A call to make.
///
/// @param method of HTTP, in capitals
/// @param headers `Content-Type` among them; without one a body is said to be JSON
/// @param body empty where the call has none
/// @param limit from the lookup of the name to the last byte
/// @param mostAnswer how many bytes of the answer's body are read
public record EgressRequest(
        String method,
        URI url,
        Map<String, String> headers,
        byte[] body,
        Duration limit,
        int mostAnswer) {
    public EgressRequest {
        headers = Map.copyOf(headers);
    }

    /// Posts JSON.
    public static EgressRequest post(
            URI url, Map<String, String> headers, byte[] body, Duration limit, int mostAnswer) {
        return new EgressRequest("POST", url, headers, body, limit, mostAnswer);
    }

    /// Neither headers nor address, which may hold secrets.
    @Override
    public String toString() {
        return "EgressRequest";
    }
}
