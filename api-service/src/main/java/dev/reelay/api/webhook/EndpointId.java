package dev.reelay.api.webhook;

import dev.reelay.api.id.HexId;
import java.util.Optional;
import java.util.UUID;

/// An endpoint's id, shown as `we_` and 32 hex digits.
public record EndpointId(UUID value) {
    private static final String WORD = "we_";

    public static Optional<EndpointId> parse(String text) {
        return HexId.parse(WORD, text).map(EndpointId::new);
    }

    @Override
    public String toString() {
        return HexId.text(WORD, value);
    }
}
