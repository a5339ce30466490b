package dev.reelay.worker.endpoint;

import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.internal.Refused.KeyTaken;
import dev.reelay.worker.internal.Refused.WrongState;
import dev.reelay.worker.internal.Times;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// The endpoints of tenants.
@Singleton
final class PostgresEndpoints {
    /// Only then are a tenant's endpoints counted rightly, and a key used once.
    private static final String ALONE =
            "select pg_advisory_xact_lock(7233002, hashtext(cast(:tenant as text)))";

    private static final String INSERT =
            """
            insert into endpoint (id, tenant_id, url, destination, events, description, enabled,
                                  idempotency_key, fingerprint)
            values (uuidv7(), :tenant, :url, :destination, cast(:events as text[]), :description,
                    :enabled, :key, sha256(convert_to(:asked, 'UTF8')))
            returning *
            """;

    /// Of one from before fingerprints were kept nobody can say that it was another.
    private static final String BY_KEY =
            """
            select e.*,
                   coalesce(fingerprint = sha256(convert_to(:asked, 'UTF8')), true) as same
              from endpoint e
             where tenant_id = :tenant and idempotency_key = :key
            """;

    /// Whoever enables it again begins anew.
    private static final String UPDATE =
            """
            update endpoint
               set url = :url, destination = :destination, events = cast(:events as text[]),
                   description = :description, enabled = :enabled,
                   disabled_reason = case when not :enabled then disabled_reason end,
                   failing_since = case when enabled or not :enabled then failing_since end,
                   updated_at = now()
             where id = :id and tenant_id = :tenant
            returning *
            """;

    private final Jdbi jdbi;
    private final EndpointConfig config;

    PostgresEndpoints(Jdbi jdbi, EndpointConfig config) {
        this.jdbi = jdbi;
        this.config = config;
    }

    /// @param isNew false where the key had already made it
    record Registered(Endpoint endpoint, boolean isNew) {}

    /// Throws {@link KeyTaken} where the key has made another, and {@link WrongState} where the
    /// tenant has as many as it may have.
    Registered register(TenantId tenant, EndpointRequest asked, @Nullable String key) {
        return jdbi.inTransaction(
                h -> {
                    h.createQuery(ALONE).bind("tenant", tenant.value()).mapTo(String.class).list();
                    var known = byKey(h, tenant, asked, key);
                    if (known.isPresent()) {
                        return new Registered(known.get(), false);
                    }
                    if (count(h, tenant) >= config.mostPerTenant()) {
                        throw new WrongState(
                                "there are already %d endpoints".formatted(config.mostPerTenant()));
                    }
                    return new Registered(insert(h, tenant, asked, key), true);
                });
    }

    private static Endpoint insert(
            Handle h, TenantId tenant, EndpointRequest asked, @Nullable String key) {
        var insert =
                h.createQuery(INSERT)
                        .bind("tenant", tenant.value())
                        .bind("description", asked.description().value())
                        .bind("enabled", asked.enabled().orElse(true))
                        .bind("key", key)
                        .bind("asked", asked.canonical());
        bindUrl(insert, tenant, asked.url().orElseThrow());
        bindEvents(insert, asked.events().value());
        return insert.map((row, _) -> endpoint(row)).one();
    }

    private static void bindUrl(SqlStatement<?> statement, TenantId tenant, URI url) {
        statement.bind("url", url.toString()).bind("destination", Destination.of(tenant, url));
    }

    private static void bindEvents(SqlStatement<?> statement, @Nullable List<String> events) {
        statement.bindByType(
                "events", events == null ? null : events.toArray(String[]::new), String[].class);
    }

    private static Optional<Endpoint> byKey(
            Handle h, TenantId tenant, EndpointRequest asked, @Nullable String key) {
        return h.createQuery(BY_KEY)
                .bind("tenant", tenant.value())
                .bind("key", key)
                .bind("asked", asked.canonical())
                .map(
                        (row, _) -> {
                            if (!row.getBoolean("same")) {
                                throw new KeyTaken();
                            }
                            return endpoint(row);
                        })
                .findOne();
    }

    private static int count(Handle h, TenantId tenant) {
        return h.createQuery("select count(*) from endpoint where tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .mapTo(Integer.class)
                .one();
    }

    /// In the order of their registration, at most this many, beyond one of them.
    List<Endpoint> list(TenantId tenant, @Nullable EndpointId after, int most) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        """
                                        select * from endpoint
                                         where tenant_id = :tenant
                                           and (cast(:after as uuid) is null or id > cast(:after as uuid))
                                         order by id limit :most
                                        """)
                                .bind("tenant", tenant.value())
                                .bindByType(
                                        "after", after == null ? null : after.value(), UUID.class)
                                .bind("most", most)
                                .map((row, _) -> endpoint(row))
                                .list());
    }

    Optional<Endpoint> find(TenantId tenant, EndpointId id) {
        return jdbi.withHandle(h -> find(h, tenant, id, ""));
    }

    private static Optional<Endpoint> find(
            Handle h, TenantId tenant, EndpointId id, String andLock) {
        return h.createQuery(
                        "select * from endpoint where id = :id and tenant_id = :tenant" + andLock)
                .bind("id", id.value())
                .bind("tenant", tenant.value())
                .map((row, _) -> endpoint(row))
                .findOne();
    }

    /// What is still owed follows it to its new address, and is given up where it is disabled.
    Optional<Endpoint> change(TenantId tenant, EndpointId id, EndpointRequest asked) {
        return jdbi.inTransaction(
                h ->
                        find(h, tenant, id, " for no key update")
                                .map(before -> update(h, tenant, id, asked, before)));
    }

    private static Endpoint update(
            Handle h, TenantId tenant, EndpointId id, EndpointRequest asked, Endpoint before) {
        var url = asked.url().orElseGet(() -> URI.create(before.url()));
        var statement =
                h.createQuery(UPDATE)
                        .bind("id", id.value())
                        .bind("tenant", tenant.value())
                        .bind("description", asked.description().or(before.description()))
                        .bind("enabled", asked.enabled().orElse(before.enabled()));
        bindUrl(statement, tenant, url);
        bindEvents(statement, asked.events().or(before.events()));
        var now = statement.map((row, _) -> endpoint(row)).one();
        if (!Objects.equals(now.url(), before.url())) {
            PostgresOwed.redirect(h, tenant, id, url);
        }
        if (before.enabled() && !now.enabled()) {
            PostgresOwed.giveUp(h, tenant, id, PostgresOwed.DISABLED);
        }
        return now;
    }

    /// Whether it was there.
    boolean delete(TenantId tenant, EndpointId id) {
        return jdbi.inTransaction(
                h -> {
                    var gone =
                            h.createUpdate(
                                            "delete from endpoint where id = :id and tenant_id ="
                                                    + " :tenant")
                                    .bind("id", id.value())
                                    .bind("tenant", tenant.value())
                                    .execute();
                    PostgresOwed.giveUp(h, tenant, id, PostgresOwed.DELETED);
                    return gone == 1;
                });
    }

    private static Endpoint endpoint(ResultSet row) throws SQLException {
        var events = row.getArray("events");
        return new Endpoint(
                new EndpointId(row.getObject("id", UUID.class)).toString(),
                Endpoint.OBJECT,
                row.getString("url"),
                events == null ? null : List.of((String[]) events.getArray()),
                row.getString("description"),
                row.getBoolean("enabled"),
                row.getString("disabled_reason"),
                Times.text(row, "failing_since"),
                Times.text(Times.of(row, "created_at")),
                Times.text(Times.of(row, "updated_at")));
    }
}
