package dev.reelay.api.key;

import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// A tenant's keys, as the tenant looks after them.
@Singleton
final class PostgresKeyRing {
    private static final String LIVE =
            "revoked_at is null and (expires_at is null or expires_at > now())";

    private final Jdbi jdbi;

    PostgresKeyRing(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// How many of the tenant's keys are neither revoked nor expired.
    int live(TenantId tenant) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        "select count(*) from api_key where tenant_id = :tenant"
                                                + " and subject is null and "
                                                + LIVE)
                                .bind("tenant", tenant.value())
                                .mapTo(Integer.class)
                                .one());
    }

    Optional<KeyCard> find(TenantId tenant, UUID key) {
        return jdbi.withHandle(h -> find(h, tenant, key, ""));
    }

    private static Optional<KeyCard> find(Handle h, TenantId tenant, UUID key, String lock) {
        return h.createQuery(
                        "select "
                                + KeyRow.CARD
                                + " from api_key k where k.tenant_id = :tenant and k.id = :key"
                                + " and k.subject is null"
                                + lock)
                .bind("tenant", tenant.value())
                .bind("key", key)
                .map((row, _) -> KeyRow.card(row))
                .findOne();
    }

    /// The newest first, from behind a key on.
    ///
    /// @param workspace whose keys; null for all
    List<KeyCard> page(TenantId tenant, @Nullable UUID workspace, @Nullable UUID after, int most) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        "select "
                                                + KeyRow.CARD
                                                + " from api_key k where k.tenant_id = :tenant"
                                                + " and k.subject is null"
                                                + KeyRow.OF_WORKSPACE
                                                + KeyRow.PAGE)
                                .bind("workspace", workspace)
                                .bind("tenant", tenant.value())
                                .bind("after", after)
                                .bind("most", most)
                                .map((row, _) -> KeyRow.card(row))
                                .list());
    }

    /// Keeps a new key; false where the tenant has no such workspace or has archived it, or the key
    /// is there already.
    boolean insert(
            TenantId tenant,
            UUID id,
            UUID countedAs,
            KeySettings settings,
            ApiKey key,
            byte[] hash) {
        return jdbi.withHandle(h -> insert(h, tenant, id, countedAs, settings, key, hash));
    }

    private static boolean insert(
            Handle h,
            TenantId tenant,
            UUID id,
            UUID countedAs,
            KeySettings settings,
            ApiKey key,
            byte[] hash) {
        var insert =
                h.createUpdate(
                                """
                                insert into api_key (id, tenant_id, name, mode, scopes, dialect,
                                    models, addresses, expires_at, spend_daily, spend_monthly,
                                    spend_total, counted_as, hash, prefix, last4, workspace_id)
                                select :id, w.tenant_id, :name, :mode, :scopes, :dialect, :models,
                                    :addresses, :expiresAt, :daily, :monthly, :total, :countedAs,
                                    :hash, :prefix, :last4, w.id
                                  from workspace w
                                 where w.id = :workspace and w.tenant_id = :tenant
                                   and w.archived_at is null
                                on conflict do nothing
                                """)
                        .bind("id", id)
                        .bind("countedAs", countedAs)
                        .bind("tenant", tenant.value())
                        .bind("workspace", settings.workspace())
                        .bind("mode", settings.mode().word())
                        .bind("hash", hash)
                        .bind("prefix", key.shownPrefix())
                        .bind("last4", key.shownEnd());
        bind(insert, settings);
        return insert.execute() == 1;
    }

    private static <S extends SqlStatement<S>> void bind(S statement, KeySettings settings) {
        var models = settings.models();
        var addresses = settings.addresses();
        settings.spending()
                .bind(statement)
                .bind("name", settings.name())
                .bindArray(
                        "scopes",
                        String.class,
                        settings.scopes().stream().map(Scope::word).toList())
                .bind("dialect", settings.dialect())
                .bind("expiresAt", settings.expiresAt());
        if (models == null) {
            statement.bindNull("models", java.sql.Types.ARRAY);
        } else {
            statement.bindArray("models", String.class, models);
        }
        if (addresses == null) {
            statement.bindNull("addresses", java.sql.Types.ARRAY);
        } else {
            statement.bindArray(
                    "addresses", String.class, addresses.stream().map(Object::toString).toList());
        }
    }

    /// Changes what can be changed of a key, which its mode is not; false where it is unknown or
    /// revoked.
    boolean change(TenantId tenant, UUID key, KeySettings settings) {
        return jdbi.withHandle(
                h -> {
                    var update =
                            h.createUpdate(
                                            """
                                            update api_key
                                               set name = :name, scopes = :scopes,
                                                   dialect = :dialect, models = :models,
                                                   addresses = :addresses, expires_at = :expiresAt,
                                                   spend_daily = :daily, spend_monthly = :monthly,
                                                   spend_total = :total
                                             where id = :key and tenant_id = :tenant
                                               and revoked_at is null and subject is null
                                            """)
                                    .bind("key", key)
                                    .bind("tenant", tenant.value());
                    bind(update, settings);
                    return update.execute() == 1;
                });
    }

    /// What came of a rotation.
    enum Rotation {
        DONE,
        UNKNOWN,
        ALREADY,
        /// Its workspace is archived.
        STOPPED
    }

    private static UUID countedAs(Handle h, TenantId tenant, UUID key) {
        return h.createQuery(
                        "select counted_as from api_key"
                                + " where id = :key and tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .bind("key", key)
                .mapTo(UUID.class)
                .one();
    }

    /// Puts a new key of the same settings in an old one's place; the old one lives on for a while.
    Rotation rotate(TenantId tenant, UUID old, UUID id, ApiKey key, byte[] hash, Duration overlap) {
        return jdbi.inTransaction(
                h -> {
                    var card = find(h, tenant, old, " and k." + LIVE + " for update of k");
                    if (card.isEmpty()) {
                        return Rotation.UNKNOWN;
                    }
                    var replacedBy = card.get().replacedBy();
                    if (replacedBy != null) {
                        return replacedBy.equals(id) ? Rotation.DONE : Rotation.ALREADY;
                    }
                    if (!insert(
                            h,
                            tenant,
                            id,
                            countedAs(h, tenant, old),
                            card.get().settings(),
                            key,
                            hash)) {
                        return Rotation.STOPPED;
                    }
                    h.createUpdate(
                                    """
                                    update api_key
                                       set replaced_by = :id,
                                           expires_at = least(expires_at,
                                               now() + :overlap * interval '1 s')
                                     where id = :old and tenant_id = :tenant
                                    """)
                            .bind("id", id)
                            .bind("overlap", overlap.toSeconds())
                            .bind("old", old)
                            .bind("tenant", tenant.value())
                            .execute();
                    return Rotation.DONE;
                });
    }
}
