package dev.reelay.billing.statement;

import dev.reelay.billing.error.MalformedRequest;
import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.common.id.TenantId;

/// Whose entries are asked for.
record Account(TenantId tenant, AccountMode mode) {
    /// Throws {@link MalformedRequest} where one of them is not readable.
    static Account read(String tenant, String mode) {
        return new Account(
                MalformedRequest.unlessReadable("tenant", tenant, TenantId::of),
                MalformedRequest.unlessReadable("mode", mode, AccountMode::of));
    }
}
