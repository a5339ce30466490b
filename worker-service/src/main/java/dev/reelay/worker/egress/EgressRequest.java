package dev.reelay.worker.egress;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// A call to make.
///
/// @param limit from the lookup of the name to the last byte
/// @param mostAnswer how many bytes of the answer's body are read
public record EgressRequest(
        URI url, Map<String, String> headers, byte[] body, Duration limit, int mostAnswer) {
    public EgressRequest {
        headers = Map.copyOf(headers);
    }

    /// Neither headers nor address, which may hold secrets.
    @Override
    public String toString() {
        return "EgressRequest";
    }
}
