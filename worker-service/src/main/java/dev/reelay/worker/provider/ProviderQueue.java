package dev.reelay.worker.provider;

import dev.reelay.common.id.TenantId;
import org.jspecify.annotations.Nullable;

/// Where executions wait for a slot: at a provider, for the operator's accounts there or for a
/// tenant's own. Each has its clock, its figures and its health to itself, so what one tenant's key
/// does is nobody else's affair.
///
/// @param provider the kind of upstream, as routes of the catalogue name it
/// @param owner whose own accounts serve it; null for the operator's
public record ProviderQueue(String provider, @Nullable TenantId owner) {
    private static final String OF = "@";

    /// Of the operator's accounts.
    public static ProviderQueue of(String provider) {
        return new ProviderQueue(provider, null);
    }

    /// @param text as {@link #toString} writes it
    public static ProviderQueue read(String text) {
        var at = text.indexOf(OF);
        return at < 0
                ? of(text)
                : new ProviderQueue(text.substring(0, at), TenantId.of(text.substring(at + 1)));
    }

    /// Part of a statement: the provider of the queue that a column names.
    public static String providerIn(String column) {
        return "split_part(%s, '%s', 1)".formatted(column, OF);
    }

    /// Part of a statement: whether a column names a queue of the operator's accounts.
    public static String isOperators(String column) {
        return "strpos(%s, '%s') = 0".formatted(column, OF);
    }

    /// As rows name it: `kling`, or `kling@` and the tenant.
    @Override
    public String toString() {
        return owner == null ? provider : provider + OF + owner;
    }
}
