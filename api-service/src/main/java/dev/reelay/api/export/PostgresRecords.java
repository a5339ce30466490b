package dev.reelay.api.export;

import dev.reelay.api.database.TenantDatabase;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads what the api has of a tenant, bound to the tenant as its own requests are.
@Singleton
final class PostgresRecords {
    private final TenantDatabase database;

    PostgresRecords(TenantDatabase database) {
        this.database = database;
    }

    /// @param json the whole row
    record Line(UUID id, String json) {}

    /// Those behind a row, at most so many; null for the first of them.
    List<Line> page(TenantId tenant, Records records, @Nullable UUID after, int most) {
        return database.of(tenant)
                .withHandle(
                        h ->
                                h.createQuery(records.page())
                                        .bind("tenant", tenant.value())
                                        .bind("after", after)
                                        .bind("most", most)
                                        .map(
                                                (row, _) ->
                                                        new Line(
                                                                row.getObject("id", UUID.class),
                                                                row.getString("line")))
                                        .list());
    }
}
