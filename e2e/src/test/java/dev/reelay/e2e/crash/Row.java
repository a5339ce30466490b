package dev.reelay.e2e.crash;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// A row of a database, as it was read.
record Row(Map<String, Object> columns) {
    boolean has(String column) {
        return columns.get(column) != null;
    }

    UUID id(String column) {
        return (UUID) value(column);
    }

    String text(String column) {
        return value(column).toString();
    }

    long number(String column) {
        return ((Number) value(column)).longValue();
    }

    Optional<Instant> at(String column) {
        return Optional.ofNullable((Timestamp) columns.get(column)).map(Timestamp::toInstant);
    }

    private Object value(String column) {
        return Objects.requireNonNull(columns.get(column), () -> column + " of " + this);
    }
}
