package dev.reelay.api.console;

import dev.reelay.api.credit.Balance;
import dev.reelay.api.tenant.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tenant on a page.
///
/// @param balance null for who may not see it
/// @param keys null for who may not see them
/// @param curl makes a first video
/// @param watched whether an operator looks, who is none of the tenant
record AccountView(
        Tenant tenant,
        Balance.@Nullable View balance,
        @Nullable List<KeyView> keys,
        List<VideoView> videos,
        String curl,
        boolean watched) {
    /// Whether an empty list says that there are none.
    public boolean seesKeys() {
        return keys != null;
    }
}
