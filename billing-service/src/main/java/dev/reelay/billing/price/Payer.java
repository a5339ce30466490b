package dev.reelay.billing.price;

import dev.reelay.common.id.TenantId;
import org.jspecify.annotations.Nullable;

/// Who pays, as far as a price may depend on it.
///
/// @param tenant null where nobody in particular is meant
/// @param plan the tenant's; null where none is told
public record Payer(@Nullable TenantId tenant, @Nullable String plan) {
    static final Payer ANYBODY = new Payer(null, null);
}
