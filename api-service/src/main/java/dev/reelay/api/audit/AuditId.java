package dev.reelay.api.audit;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import dev.reelay.common.id.HexId;
import java.util.Optional;
import java.util.UUID;

/// The id of something recorded, shown as `aud_` and 32 hex digits. Later ones are greater.
public record AuditId(UUID value) {
    private static final TimeBasedEpochRandomGenerator NEXT =
            Generators.timeBasedEpochRandomGenerator();
    private static final String WORD = "aud_";

    static AuditId next() {
        return new AuditId(NEXT.generate());
    }

    static Optional<AuditId> parse(String text) {
        return HexId.parse(WORD, text).map(AuditId::new);
    }

    @Override
    public String toString() {
        return HexId.text(WORD, value);
    }
}
