package dev.reelay.worker.provider;

import java.util.Optional;
import java.util.Set;

/// Accounts at upstreams, the operator's and tenants'. They may change at any time.
public interface Accounts {
    /// Opened; empty where there is no such account, or where this worker cannot use it.
    Optional<VideoProvider> find(String account);

    /// Providers at which this worker can use accounts; they do not change.
    Set<String> providers();

    /// Accounts there that it turned out to be unable to use.
    Set<String> unusable();
}
