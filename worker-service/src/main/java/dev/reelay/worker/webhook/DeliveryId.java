package dev.reelay.worker.webhook;

import dev.reelay.common.id.HexId;
import java.util.Optional;
import java.util.UUID;

/// A delivery's id, shown as `dlv_` and 32 hex digits. It sorts by the time of its making.
record DeliveryId(UUID value) {
    private static final String WORD = "dlv_";

    static Optional<DeliveryId> parse(String text) {
        return HexId.parse(WORD, text).map(DeliveryId::new);
    }

    @Override
    public String toString() {
        return HexId.text(WORD, value);
    }
}
