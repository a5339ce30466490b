package dev.reelay.api.tenant;

import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Tenants and plans in the database.
@Singleton
public final class PostgresTenants {
    private final Jdbi jdbi;

    PostgresTenants(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// All plans, by id.
    public Map<String, Plan> plans() {
        var plans = new HashMap<String, Plan>();
        jdbi.useHandle(
                handle ->
                        handle.createQuery("select " + PlanRow.COLUMNS + " from plan p")
                                .map((row, _) -> PlanRow.read(row))
                                .forEach(plan -> plans.put(plan.id(), plan)));
        return plans;
    }

    /// Throws where the plan is unknown.
    public Tenant create(TenantId id, String name, String plan, CallbackPolicy.Mode callbacks) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        insert into tenant (id, name, plan, callback_mode)
                                        values (:id, :name, :plan, :callbacks)
                                        returning id, name, plan, callback_mode, created_at
                                        """)
                                .bind("id", id.value())
                                .bind("name", name)
                                .bind("plan", plan)
                                .bind("callbacks", callbacks.word())
                                .map(PostgresTenants::tenant)
                                .one());
    }

    public Optional<Tenant> find(TenantId id) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        select id, name, plan, callback_mode, created_at
                                          from tenant where id = :id
                                        """)
                                .bind("id", id.value())
                                .map(PostgresTenants::tenant)
                                .findOne());
    }

    /// The tenant as it is from now on; empty where there is none.
    public Optional<Tenant> change(TenantId id, CallbackPolicy.Mode callbacks) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        update tenant set callback_mode = :callbacks
                                         where id = :id
                                        returning id, name, plan, callback_mode, created_at
                                        """)
                                .bind("id", id.value())
                                .bind("callbacks", callbacks.word())
                                .map(PostgresTenants::tenant)
                                .findOne());
    }

    /// Newest first, after the one given.
    public List<Tenant> page(@Nullable TenantId after, int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        select id, name, plan, callback_mode, created_at
                                          from tenant
                                         where :after::uuid is null or id < :after::uuid
                                         order by id desc
                                         limit :limit
                                        """)
                                .bind("after", after == null ? null : after.toString())
                                .bind("limit", limit)
                                .map(PostgresTenants::tenant)
                                .list());
    }

    /// Keeps that the tenant has endpoints, for ever.
    public void noteEndpoints(TenantId id) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        update tenant set has_endpoints = true
                                         where id = :id and not has_endpoints
                                        """)
                                .bind("id", id.value())
                                .execute());
    }

    private static Tenant tenant(ResultSet row, StatementContext context) throws SQLException {
        return new Tenant(
                new TenantId(row.getObject("id", UUID.class)),
                row.getString("name"),
                row.getString("plan"),
                CallbackPolicy.Mode.named(row.getString("callback_mode")).orElseThrow(),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
