package dev.reelay.api.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.api.tenant.PlanRow;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Keys in the database: their hashes, never their text.
@Singleton
final class PostgresKeys {
    private final Jdbi jdbi;
    private final PostgresKeyHistory history;

    PostgresKeys(Jdbi jdbi, PostgresKeyHistory history) {
        this.jdbi = jdbi;
        this.history = history;
    }

    /// Who the key stands for; empty for one that is unknown, revoked or expired.
    Optional<Caller> find(byte[] hash) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select k.tenant_id, k.id, k.mode, k.scopes, k.expires_at,"
                                                + " k.dialect, "
                                                + PlanRow.COLUMNS
                                                + """
                                                  from api_key k
                                                  join tenant t on t.id = k.tenant_id
                                                  join plan p on p.id = t.plan
                                                 where k.hash = :hash and k.revoked_at is null
                                                   and (k.expires_at is null or k.expires_at > now())
                                                """)
                                .bind("hash", hash)
                                .map(PostgresKeys::caller)
                                .findOne());
    }

    private static Caller caller(ResultSet row, StatementContext context) throws SQLException {
        return new Caller(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getObject("id", UUID.class),
                KeyMode.named(row.getString("mode")).orElseThrow(),
                scopes((String[]) row.getArray("scopes").getArray()),
                PlanRow.read(row),
                row.getString("dialect"),
                instant(row.getObject("expires_at", OffsetDateTime.class)));
    }

    private static Set<Scope> scopes(String[] words) {
        var scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(words).flatMap(word -> Scope.named(word).stream()).forEach(scopes::add);
        return scopes;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /// Keeps a new key; false where there is no such tenant.
    boolean insert(
            TenantId tenant,
            UUID id,
            String name,
            ApiKey key,
            byte[] hash,
            Set<Scope> scopes,
            @Nullable String dialect) {
        return jdbi.withHandle(
                        handle ->
                                handle.createUpdate(
                                                """
                                                insert into api_key (id, tenant_id, name, mode,
                                                    scopes, hash, prefix, last4, dialect)
                                                select :id, t.id, :name, :mode, :scopes, :hash,
                                                    :prefix, :last4, :dialect
                                                  from tenant t where t.id = :tenant
                                                """)
                                        .bind("id", id)
                                        .bind("tenant", tenant.value())
                                        .bind("name", name)
                                        .bind("mode", key.mode().word())
                                        .bindArray(
                                                "scopes",
                                                String.class,
                                                scopes.stream().map(Scope::word).toList())
                                        .bind("hash", hash)
                                        .bind("prefix", key.shownPrefix())
                                        .bind("last4", key.shownEnd())
                                        .bind("dialect", dialect)
                                        .execute())
                == 1;
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
                .put("id", row.getString("id"))
                .put("object", "api_key")
                .put("mode", row.getString("mode"))
                .put("prefix", row.getString("prefix"))
                .put("last4", row.getString("last4"));
    }

    private static boolean isKnown(Handle handle, TenantId tenant, UUID key) {
        return handle.createQuery(
                        "select exists (select from api_key where id = :id and tenant_id ="
                                + " :tenant)")
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
