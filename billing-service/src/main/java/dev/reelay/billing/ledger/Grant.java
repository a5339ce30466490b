package dev.reelay.billing.ledger;

import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Credits given to a tenant, once for each id.
///
/// @param expiresAt of promotional credits; null for purchased ones, which never expire
record Grant(
        UUID id,
        TenantId tenant,
        AccountMode mode,
        Credits amount,
        String reason,
        @Nullable Instant expiresAt) {
    private static final Credits TEST_CREDITS = Credits.of("10000");

    /// What every test account starts with. Its id follows from the tenant, so it is given once
    /// however many first uses there are.
    static Grant forTests(TenantId tenant) {
        var id = UUID.nameUUIDFromBytes(("test-grant:" + tenant).getBytes(StandardCharsets.UTF_8));
        return new Grant(id, tenant, AccountMode.TEST, TEST_CREDITS, "test credits", null);
    }

    String kind() {
        return expiresAt == null ? "purchased" : "promotional";
    }
}
