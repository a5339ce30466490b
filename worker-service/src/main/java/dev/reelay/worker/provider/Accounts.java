package dev.reelay.worker.provider;

import java.util.Optional;
import java.util.Set;

/// The operator's accounts at upstreams, opened. They may change at any time.
public interface Accounts {
    Optional<VideoProvider> find(String account);

    /// Of those that may take new work.
    Set<String> names();
}
