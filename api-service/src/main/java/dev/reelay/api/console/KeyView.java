package dev.reelay.api.console;

import dev.reelay.api.key.KeyCard;
import org.jspecify.annotations.Nullable;

/// An API key on a page: all but its text.
///
/// @param used null for never
record KeyView(String name, String shown, String mode, boolean revoked, @Nullable Moment used) {
    static KeyView of(KeyCard card) {
        return new KeyView(
                card.settings().name(),
                card.prefix() + "…" + card.last4(),
                card.settings().mode().word(),
                card.revokedAt() != null,
                Moment.orNone(card.lastUsedAt()));
    }
}
