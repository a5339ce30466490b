package dev.reelay.api.key;

import java.util.UUID;

/// A key that is about to be kept.
record NewKey(UUID id, ApiKey key) {
    /// Of which nobody can be told again.
    static NewKey random(KeyMode mode) {
        return new NewKey(UUID.randomUUID(), ApiKey.next(mode));
    }

    /// Without the text.
    @Override
    public String toString() {
        return "NewKey " + id;
    }
}
