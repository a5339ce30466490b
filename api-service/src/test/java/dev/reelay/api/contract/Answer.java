package dev.reelay.api.contract;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came back.
///
/// @param headers by their names in lower case
public record Answer(int status, Map<String, String> headers, String body) {
    private static final int MOST_SHOWN = 2000;

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /// The media type alone; empty where none is said.
    public String mediaType() {
        return headers.getOrDefault("content-type", "").split(";", 2)[0].strip();
    }

    @Override
    public String toString() {
        var shown = body.length() <= MOST_SHOWN ? body : body.substring(0, MOST_SHOWN) + "…";
        return status + " " + headers + "\n" + shown;
    }
}
