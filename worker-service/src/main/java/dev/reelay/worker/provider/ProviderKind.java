package dev.reelay.worker.provider;

import java.util.Set;

/// A kind of upstream that this worker knows how to speak to.
public interface ProviderKind {
    /// The name that routes of the catalogue use, e.g. `kling`.
    String name();

    /// The secrets that an account may have, by name.
    Set<String> secrets();

    /// The settings that an account may have, by name.
    default Set<String> settings() {
        return Set.of();
    }

    /// Opens an account; calls nobody. Throws {@link InvalidAccountException} where something is
    /// missing or cannot be read.
    VideoProvider open(Account account);
}
