package dev.reelay.api.console;

import dev.reelay.api.tenant.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of tenants.
///
/// @param next where the next begins; null at the end
/// @param curl makes a tenant
record TenantsView(List<Line> lines, @Nullable String next, String curl) {
    record Line(String id, String name, String plan, boolean suspended, Moment created) {
        static Line of(Tenant tenant) {
            return new Line(
                    tenant.id().toString(),
                    tenant.name(),
                    tenant.plan(),
                    tenant.suspended(),
                    Moment.of(tenant.createdAt()));
        }
    }
}
