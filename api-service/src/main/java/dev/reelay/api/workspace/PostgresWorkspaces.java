package dev.reelay.api.workspace;

import dev.reelay.api.database.Column;
import dev.reelay.api.key.SpendLimits;
import dev.reelay.api.tenant.CallbackPolicyRow;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// Workspaces in the database.
@Singleton
final class PostgresWorkspaces {
    private static final String OF_TENANT =
            "select w.id, w.name, w.dialect, w.spend_daily, w.spend_monthly, w.spend_total,"
                    + " w.created_at, w.archived_at,"
                    + " w.own_account_models,"
                    + " extract(epoch from w.prompts_kept)::bigint as prompts_kept, "
                    + CallbackPolicyRow.COLUMNS
                    + " from workspace w join tenant t on t.id = w.tenant_id"
                    + " where w.tenant_id = :tenant";
    private static final String NEWEST_FIRST =
            """
             and (cast(:after as uuid) is null
                  or (w.created_at, w.id) <
                     (select a.created_at, a.id from workspace a
                       where a.tenant_id = :tenant and a.id = cast(:after as uuid)))
             order by w.created_at desc, w.id desc
             limit :most
            """;

    private final Jdbi jdbi;

    PostgresWorkspaces(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<Workspace> find(TenantId tenant, UUID id) {
        return jdbi.withHandle(h -> find(h, tenant, id, ""));
    }

    private static Optional<Workspace> find(Handle h, TenantId tenant, UUID id, String lock) {
        return h.createQuery(OF_TENANT + " and w.id = :id" + lock)
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, _) -> workspace(row))
                .findOne();
    }

    /// The newest first, from behind a workspace on.
    List<Workspace> page(TenantId tenant, @Nullable UUID after, int most) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(OF_TENANT + NEWEST_FIRST)
                                .bind("tenant", tenant.value())
                                .bind("after", after)
                                .bind("most", most)
                                .map((row, _) -> workspace(row))
                                .list());
    }

    /// Empty where the tenant has as many as that already.
    Optional<Workspace> make(TenantId tenant, WorkspaceSettings settings, int most) {
        return jdbi.inTransaction(
                h -> {
                    lockTenant(h, tenant);
                    if (count(h, tenant) >= most) {
                        return Optional.empty();
                    }
                    var id = UUID.randomUUID();
                    bind(
                                    h.createUpdate(
                                            """
                                            insert into workspace (id, tenant_id, name, dialect,
                                                callback_url, callback_origins, spend_daily,
                                                spend_monthly, spend_total, own_account_models,
                                                prompts_kept)
                                            values (:id, :tenant, :name, :dialect, :usual, :origins,
                                                :daily, :monthly, :total, :own,
                                                make_interval(secs => :promptsKept))
                                            """),
                                    settings)
                            .bind("id", id)
                            .bind("tenant", tenant.value())
                            .execute();
                    return find(h, tenant, id, "");
                });
    }

    private static void lockTenant(Handle h, TenantId tenant) {
        h.createQuery("select id from tenant where id = :tenant for no key update")
                .bind("tenant", tenant.value())
                .mapTo(UUID.class)
                .one();
    }

    private static int count(Handle h, TenantId tenant) {
        return h.createQuery("select count(*) from workspace where tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .mapTo(Integer.class)
                .one();
    }

    /// The workspace as it is from now on; empty where there is none. The members of one that is
    /// archived belong to the tenant's first from then on.
    ///
    /// @param change of what it is now, which nobody else changes meanwhile
    Optional<Workspace> change(TenantId tenant, UUID id, UnaryOperator<WorkspaceSettings> change) {
        return jdbi.inTransaction(
                h -> {
                    var now = find(h, tenant, id, " for no key update of w");
                    if (now.isEmpty()) {
                        return now;
                    }
                    var settings = change.apply(now.get().settings());
                    update(h, tenant, id, settings);
                    if (settings.archived()) {
                        moveMembersToFirst(h, tenant, id);
                    }
                    return find(h, tenant, id, "");
                });
    }

    private static void update(Handle h, TenantId tenant, UUID id, WorkspaceSettings settings) {
        bind(
                        h.createUpdate(
                                """
                                update workspace
                                   set name = :name, dialect = :dialect, callback_url = :usual,
                                       callback_origins = :origins, spend_daily = :daily,
                                       spend_monthly = :monthly, spend_total = :total,
                                       own_account_models = :own,
                                       prompts_kept = make_interval(secs => :promptsKept),
                                       archived_at = case when :archived
                                                          then coalesce(archived_at, now()) end
                                 where id = :id and tenant_id = :tenant
                                """),
                        settings)
                .bind("archived", settings.archived())
                .bind("id", id)
                .bind("tenant", tenant.value())
                .execute();
    }

    private static void moveMembersToFirst(Handle h, TenantId tenant, UUID id) {
        h.createUpdate(
                        """
                        update api_key set workspace_id = tenant_id
                         where tenant_id = :tenant and workspace_id = :id and subject is not null
                        """)
                .bind("tenant", tenant.value())
                .bind("id", id)
                .execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, WorkspaceSettings settings) {
        var usual = settings.usualCallback();
        var promptsKept = settings.promptsKept();
        return settings.spending()
                .bind(statement)
                .bind("promptsKept", promptsKept == null ? null : promptsKept.toSeconds())
                .bind("name", settings.name())
                .bind("dialect", settings.dialect())
                .bind("usual", usual == null ? null : usual.toString())
                .bindArray("origins", String.class, settings.origins())
                .bindArray(
                        "own",
                        String.class,
                        settings.ownAccountModels().stream().sorted().toList());
    }

    private static Workspace workspace(ResultSet row) throws SQLException {
        var callbacks = CallbackPolicyRow.read(row);
        var archivedAt = Column.instant(row, "archived_at");
        return new Workspace(
                row.getObject("id", UUID.class),
                new WorkspaceSettings(
                        row.getString("name"),
                        row.getString("dialect"),
                        callbacks.usual(),
                        callbacks.origins(),
                        SpendLimits.read(row, "spend"),
                        seconds(row, "prompts_kept"),
                        Set.of((String[]) row.getArray("own_account_models").getArray()),
                        archivedAt != null),
                callbacks.mode(),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                archivedAt);
    }

    private static @Nullable Duration seconds(ResultSet row, String column) throws SQLException {
        var seconds = row.getObject(column, Long.class);
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }
}
