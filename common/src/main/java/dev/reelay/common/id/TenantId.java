package dev.reelay.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.util.Optional;
import java.util.UUID;

/// The tenant that a row, an object or a message belongs to. It is a parameter of every read and
/// write and stands in every `where`.
public record TenantId(@JsonValue UUID value) {
    private static final TimeBasedEpochRandomGenerator NEXT =
            Generators.timeBasedEpochRandomGenerator();

    @JsonCreator
    public TenantId {}

    public static TenantId next() {
        return new TenantId(NEXT.generate());
    }

    /// Throws `IllegalArgumentException` where the text is no UUID.
    public static TenantId of(String uuid) {
        return new TenantId(UUID.fromString(uuid));
    }

    /// Empty where the text is no UUID.
    public static Optional<TenantId> parse(String text) {
        try {
            return Optional.of(of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
