package dev.reelay.worker.provider;

import java.util.Set;

/// Which accounts a worker can use, without naming them: tenants may have thousands.
///
/// @param providers at which it can use accounts, whoever they belong to
/// @param except accounts there that it cannot use
public record UsableAccounts(Set<String> providers, Set<String> except) {
    public static UsableAccounts at(String... providers) {
        return new UsableAccounts(Set.of(providers), Set.of());
    }
}
