package dev.reelay.worker.egress;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// A file to fetch.
///
/// @param headers told to this address only, never to one that it redirects to
/// @param limit from the lookup of the name to the last byte, redirects included
/// @param most how many bytes it may have
public record FetchRequest(URI url, Map<String, String> headers, Duration limit, long most) {
    public FetchRequest {
        headers = Map.copyOf(headers);
    }

    public FetchRequest(URI url, Duration limit, long most) {
        this(url, Map.of(), limit, most);
    }

    /// Neither address nor headers, which may hold secrets.
    @Override
    public String toString() {
        return "FetchRequest";
    }
}
