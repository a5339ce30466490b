package dev.reelay.common.id;

import java.util.Optional;
import java.util.UUID;

/// The id of a registered webhook endpoint, shown as `we_` and 32 hex digits. It sorts by the time
/// of registration.
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
