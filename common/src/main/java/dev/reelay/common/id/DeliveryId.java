package dev.reelay.common.id;

import java.util.Optional;
import java.util.UUID;

/// The id of what an address is owed of an event, shown as `dlv_` and 32 hex digits. It sorts by
/// the time of its making.
public record DeliveryId(UUID value) {
    private static final String WORD = "dlv_";

    public static Optional<DeliveryId> parse(String text) {
        return HexId.parse(WORD, text).map(DeliveryId::new);
    }

    @Override
    public String toString() {
        return HexId.text(WORD, value);
    }
}
