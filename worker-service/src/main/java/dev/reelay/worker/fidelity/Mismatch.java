package dev.reelay.worker.fidelity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How a clip differs from what was ordered.
///
/// @param message for the tenant
public record Mismatch(Kind kind, String message) {
    public enum Kind {
        TOO_SHORT,
        TOO_LONG,
        TOO_SMALL,
        SILENT;

        /// Whether the tenant has less than was ordered.
        boolean isLess() {
            return this != TOO_LONG;
        }

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
