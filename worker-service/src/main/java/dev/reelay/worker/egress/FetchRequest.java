package dev.reelay.worker.egress;

import java.net.URI;
import java.time.Duration;

/// A file to fetch.
///
/// @param limit from the lookup of the name to the last byte, redirects included
/// @param most how many bytes it may have
public record FetchRequest(URI url, Duration limit, long most) {
    /// Not the address, which may hold secrets.
    @Override
    public String toString() {
        return "FetchRequest";
    }
}
