package dev.reelay.api.tenant;

import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Tenants in the database.
@Singleton
public final class PostgresTenants {
    private static final String COLUMNS =
            "id, name, plan, callback_mode, suspended_at is not null as suspended, created_at";

    private final Jdbi jdbi;

    PostgresTenants(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Throws where the plan is unknown.
    public Tenant create(TenantId id, String name, String plan, CallbackPolicy.Mode callbacks) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        insert into tenant (id, name, plan, callback_mode)
                                        values (:id, :name, :plan, :callbacks)
                                        returning\s"""
                                                + COLUMNS)
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
                        handle.createQuery("select " + COLUMNS + " from tenant where id = :id")
                                .bind("id", id.value())
                                .map(PostgresTenants::tenant)
                                .findOne());
    }

    /// Whose a job is, for operators, who name jobs without their tenants.
    public Optional<TenantId> ofJob(JobId job) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery("select tenant_id from job where id = :job")
                                .bind("job", job.value())
                                .mapTo(UUID.class)
                                .findOne()
                                .map(TenantId::new));
    }

    /// What an operator changes of a tenant; null stays as it is.
    public record Change(
            @Nullable String name,
            @Nullable String plan,
            CallbackPolicy.@Nullable Mode callbacks,
            @Nullable Boolean suspended) {
        public boolean isNothing() {
            return name == null && plan == null && callbacks == null && suspended == null;
        }
    }

    /// The tenant as it is from now on; empty where there is none, or where it is being deleted and
    /// so stays suspended. Throws where the plan is unknown.
    public Optional<Tenant> change(TenantId id, Change change) {
        var callbacks = change.callbacks();
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        update tenant
                                           set name = coalesce(:name, name),
                                               plan = coalesce(:plan, plan),
                                               callback_mode = coalesce(:callbacks, callback_mode),
                                               suspended_at = case cast(:suspended as boolean)
                                                   when true then coalesce(suspended_at, now())
                                                   when false then null
                                                   else suspended_at end
                                         where id = :id
                                           and (deletion_asked_at is null
                                                or cast(:suspended as boolean) is not false)
                                        returning\s"""
                                                + COLUMNS)
                                .bind("id", id.value())
                                .bind("name", change.name())
                                .bind("plan", change.plan())
                                .bind("callbacks", callbacks == null ? null : callbacks.word())
                                .bind("suspended", change.suspended())
                                .map(PostgresTenants::tenant)
                                .findOne());
    }

    /// Newest first, after the one given.
    public List<Tenant> page(@Nullable TenantId after, int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + COLUMNS
                                                + """
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
                row.getBoolean("suspended"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
