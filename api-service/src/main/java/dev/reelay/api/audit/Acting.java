package dev.reelay.api.audit;

import dev.reelay.common.id.TenantId;
import org.jspecify.annotations.Nullable;

/// Who acts, and on what is whose.
///
/// @param name the operator's, or the id of the key or member as its tenant knows it; null where an
///   operator does not say
/// @param role what they may do
/// @param tenant whose things it is about; null where they are nobody's
public record Acting(Kind kind, @Nullable String name, String role, @Nullable TenantId tenant) {
    /// What somebody acts as.
    public enum Kind {
        OPERATOR("operator"),
        /// Or a member, who has a row as a key has.
        KEY("key");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
