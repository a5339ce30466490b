package dev.reelay.worker.provider;

import java.util.Optional;
import java.util.Set;

/// An installation in which nobody has entered any.
public final class NoAccounts implements Accounts {
    @Override
    public Optional<VideoProvider> find(String account) {
        return Optional.empty();
    }

    @Override
    public Set<String> providers() {
        return Set.of();
    }

    @Override
    public Set<String> unusable() {
        return Set.of();
    }
}
