package dev.reelay.api.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.api.tenant.CallbackPolicyRow;
import dev.reelay.api.tenant.PlanRow;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/// Keys in the database: their hashes, never their text. A member has a row as a key has, with the
/// subject in the hash's place.
@Singleton
final class PostgresKeys {
    private static final String LATELY = "changed_at > now() - interval '10 s'";

    private static final String LIVE =
            "select k.tenant_id, k.id, k.counted_as, k.subject is not null as member,"
                    + " t.suspended_at is not null as suspended, "
                    + KeyRow.SETTINGS
                    + ", "
                    + PlanRow.COLUMNS
                    + ", "
                    + CallbackPolicyRow.COLUMNS
                    + ", w.dialect as workspace_dialect, w.spend_daily as workspace_daily,"
                    + " w.spend_monthly as workspace_monthly, w.spend_total as workspace_total,"
                    + " w.own_account_models,"
                    + " extract(epoch from least(w.prompts_kept, p.prompts_kept))::bigint as"
                    + " prompts_kept"
                    + """
                      from api_key k
                      join workspace w on w.tenant_id = k.tenant_id and w.id = k.workspace_id
                      join tenant t on t.id = k.tenant_id
                      join plan p on p.id = t.plan
                     where k.revoked_at is null and w.archived_at is null
                       and t.deletion_asked_at is null
                       and (k.expires_at is null or k.expires_at > now())
                    """;
    private static final String NOTE_MEMBER =
            """
            insert into api_key (id, tenant_id, subject, name, mode, scopes, prefix, last4, counted_as)
            select :id, t.id, :subject, :name, 'live', :scopes, '', '', :id
              from tenant t where t.id = :tenant and t.deletion_asked_at is null
            on conflict (tenant_id, subject) do update
               set name = excluded.name, scopes = excluded.scopes
             where (api_key.name, api_key.scopes) is distinct from (excluded.name, excluded.scopes)
            """;

    private final Jdbi jdbi;
    private final PostgresKeyHistory history;

    PostgresKeys(Jdbi jdbi, PostgresKeyHistory history) {
        this.jdbi = jdbi;
        this.history = history;
    }

    /// Who the key stands for; empty for one that is unknown, revoked or expired.
    Optional<Caller> find(byte[] hash) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(LIVE + " and k.hash = :hash")
                                .bind("hash", hash)
                                .map(PostgresKeys::caller)
                                .findOne());
    }

    /// Who the member is; empty where the tenant is unknown or has shut the person out. Who comes
    /// for the first time is noted, and what changed about them.
    Optional<Caller> find(Member member) {
        return jdbi.withHandle(
                h -> {
                    h.createUpdate(NOTE_MEMBER)
                            .bind("id", UUID.randomUUID())
                            .bind("tenant", member.tenant().value())
                            .bind("subject", member.subject())
                            .bind("name", member.name())
                            .bindArray("scopes", String.class, member.role().scopeWords())
                            .execute();
                    return h.createQuery(
                                    LIVE + " and k.tenant_id = :tenant and k.subject = :subject")
                            .bind("tenant", member.tenant().value())
                            .bind("subject", member.subject())
                            .map(PostgresKeys::caller)
                            .findOne();
                });
    }

    private static Caller caller(ResultSet row, StatementContext context) throws SQLException {
        var settings = KeyRow.settings(row);
        return new Caller(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                settings.workspace(),
                row.getObject("id", UUID.class),
                settings.mode(),
                settings.scopes(),
                PlanRow.read(row),
                CallbackPolicyRow.read(row),
                settings.dialect() == null
                        ? row.getString("workspace_dialect")
                        : settings.dialect(),
                settings.models(),
                settings.addresses(),
                settings.expiresAt(),
                settings.spending(),
                SpendLimits.read(row, "workspace"),
                Duration.ofSeconds(row.getLong("prompts_kept")),
                Set.of((String[]) row.getArray("own_account_models").getArray()),
                row.getObject("counted_as", UUID.class),
                row.getBoolean("member"),
                row.getBoolean("suspended"));
    }

    /// What changed so lately that a replica may not know it yet.
    record Changed(List<UUID> keys, List<TenantId> tenants, boolean plans) {}

    Changed changedLately() {
        return jdbi.withHandle(
                handle ->
                        new Changed(
                                keysChangedLately(handle),
                                tenantsChangedLately(handle),
                                handle.createQuery(
                                                "select exists (select from plan where "
                                                        + LATELY
                                                        + ")")
                                        .mapTo(Boolean.class)
                                        .one()));
    }

    /// Themselves, or one of their workspaces.
    private static List<TenantId> tenantsChangedLately(Handle handle) {
        return handle.createQuery(
                        "select id from tenant where "
                                + LATELY
                                + " union select tenant_id from workspace where "
                                + LATELY)
                .mapTo(UUID.class)
                .map(TenantId::new)
                .list();
    }

    private static List<UUID> keysChangedLately(Handle handle) {
        return handle.createQuery("select id from api_key where " + LATELY)
                .mapTo(UUID.class)
                .list();
    }

    /// False where the tenant has no such key. The first time is written down; a second one changes
    /// nothing.
    boolean revoke(TenantId tenant, UUID key) {
        return jdbi.inTransaction(
                handle -> {
                    var revoked = revokeLive(handle, tenant, key);
                    revoked.ifPresent(shown -> history.revoked(handle, tenant, shown));
                    return revoked.isPresent() || isKnown(handle, tenant, key);
                });
    }

    /// What a person recognises the key by; empty where it is unknown or was revoked before.
    private static Optional<JsonNode> revokeLive(Handle handle, TenantId tenant, UUID key) {
        return handle.createQuery(
                        """
                        update api_key set revoked_at = now()
                         where id = :id and tenant_id = :tenant and revoked_at is null
                           and subject is null
                        returning id, mode, prefix, last4
                        """)
                .bind("id", key)
                .bind("tenant", tenant.value())
                .map((row, _) -> shown(row))
                .findOne();
    }

    private static JsonNode shown(ResultSet row) throws SQLException {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", KeyId.text(row.getObject("id", UUID.class)))
                .put("object", "api_key")
                .put("mode", row.getString("mode"))
                .put("prefix", row.getString("prefix"))
                .put("last4", row.getString("last4"));
    }

    private static boolean isKnown(Handle handle, TenantId tenant, UUID key) {
        return handle.createQuery(
                        "select exists (select from api_key where id = :id"
                                + " and tenant_id = :tenant and subject is null)")
                .bind("id", key)
                .bind("tenant", tenant.value())
                .mapTo(Boolean.class)
                .one();
    }

    void used(Collection<UUID> keys) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        update api_key set last_used_at = now()
                                         where id = any(:ids)
                                           and (last_used_at is null
                                                or last_used_at < now() - interval '5 minutes')
                                        """)
                                .bindArray("ids", UUID.class, keys)
                                .execute());
    }
}
