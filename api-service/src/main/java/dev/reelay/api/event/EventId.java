package dev.reelay.api.event;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import dev.reelay.common.id.HexId;
import java.util.Optional;
import java.util.UUID;

/// An event's id, shown as `evt_` and 32 hex digits. A receiver recognises repeats by it.
public record EventId(UUID value) {
    private static final TimeBasedEpochRandomGenerator NEXT =
            Generators.timeBasedEpochRandomGenerator();
    private static final String WORD = "evt_";

    static EventId next() {
        return new EventId(NEXT.generate());
    }

    public static Optional<EventId> parse(String text) {
        return HexId.parse(WORD, text).map(EventId::new);
    }

    @Override
    public String toString() {
        return HexId.text(WORD, value);
    }
}
