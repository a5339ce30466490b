package dev.reelay.api.deletion;

import dev.reelay.api.database.Column;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/// The steps of a tenant's deletion in the database. Each marks a page of rows for those who remove
/// such rows anyway, so each may be repeated.
@Singleton
public final class PostgresDeletion {
    private static final String IDENTIFIED =
            " tenant_id = :tenant and (revoked_at is null or subject <> id::text)";

    private static final String FIND =
            """
            select t.id, t.deletion_asked_at, t.deleted_at,
                   (select count(*) from api_key where
            """
                    + IDENTIFIED
                    + """
                   ) as keys,
                   (select count(*) from job where tenant_id = :tenant
                       and (deleted_at is null or purge_at is not null)) as videos,
                   (select count(*) from upload where tenant_id = :tenant) as uploads,
                   (select count(*) from tenant_export where tenant_id = :tenant) as exports
              from tenant t where t.id = :tenant and t.deletion_asked_at is not null
            """;

    /// Nobody is a member of it any more, whoever the issuer sends.
    private static final String REVOKE =
            """
            update api_key
               set revoked_at = coalesce(revoked_at, now()),
                   name = case when subject is null then name else '' end,
                   subject = case when subject is not null then id::text end
             where id in (select id from api_key where
            """
                    + IDENTIFIED
                    + " limit :most)";

    private static final String CANCEL =
            """
            update job set cancel_asked_at = now(), announced = 1, announce_at = now()
             where id in (select id from job
                           where tenant_id = :tenant and state in ('queued', 'in_progress')
                             and cancel_asked_at is null limit :most)
            """;

    private static final String TAKE_VIDEOS =
            """
            update job set deleted_at = now(), purge_at = now(), clear_at = now()
             where id in (select id from job
                           where tenant_id = :tenant and ended_at is not null
                             and deleted_at is null limit :most)
            """;

    private static final String TAKE_UPLOADS =
            """
            update upload set expires_at = now()
             where id in (select id from upload
                           where tenant_id = :tenant and expires_at > now() limit :most)
            """;

    private static final String TAKE_EXPORTS =
            """
            update tenant_export set expires_at = now()
             where tenant_id = :tenant and expires_at > now()
            """;

    private static final String DROP_EXPORTS =
            "delete from tenant_export where tenant_id = :tenant and made_at is null";

    private static final String DROP_SESSIONS =
            """
            with links as (delete from console_link where tenant_id = :tenant)
            delete from console_session where tenant_id = :tenant
            """;

    private static final String EMPTY_WORKSPACES =
            """
            update workspace set name = 'deleted', callback_url = null, callback_origins = '{}'
             where tenant_id = :tenant and name <> 'deleted'
            """;

    private static final String EMPTY_TOP_UPS =
            "update top_up set url = null where tenant_id = :tenant and url is not null";

    private static final String EMPTY_TENANT =
            """
            update tenant set name = 'deleted', callback_url = null, callback_origins = '{}'
             where id = :tenant and name <> 'deleted'
            """;

    private final Jdbi jdbi;

    PostgresDeletion(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Begins it; empty where there is no such tenant or it is not suspended. A second time changes
    /// nothing.
    public Optional<Deletion> ask(TenantId tenant) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        update tenant
                                           set deletion_asked_at = now(), delete_at = now()
                                         where id = :tenant and suspended_at is not null
                                           and deletion_asked_at is null
                                        """)
                                .bind("tenant", tenant.value())
                                .execute());
        return find(tenant);
    }

    /// Empty where nobody asked for it.
    public Optional<Deletion> find(TenantId tenant) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(FIND)
                                .bind("tenant", tenant.value())
                                .map(PostgresDeletion::deletion)
                                .findOne());
    }

    private static Deletion deletion(ResultSet row, StatementContext context) throws SQLException {
        return new Deletion(
                new TenantId(row.getObject("id", UUID.class)),
                row.getObject("deletion_asked_at", OffsetDateTime.class).toInstant(),
                Column.instant(row, "deleted_at"),
                new Deletion.Left(
                        row.getLong("keys"),
                        row.getLong("videos"),
                        row.getLong("uploads"),
                        row.getLong("exports")));
    }

    /// A tenant that something is left of; it comes again after the pause.
    Optional<TenantId> claim(Duration pause) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        """
                                        update tenant
                                           set delete_at = now() + make_interval(secs => :pause)
                                         where id = (select id from tenant
                                                      where delete_at <= now()
                                                      order by delete_at limit 1
                                                        for no key update skip locked)
                                        returning id
                                        """)
                                .bind("pause", pause.toSeconds())
                                .mapTo(UUID.class)
                                .findOne()
                                .map(TenantId::new));
    }

    /// Takes a step of everything; false where a page of something was full, so that there may be
    /// more.
    boolean step(TenantId tenant, int most) {
        var full = false;
        for (var sql : new String[] {REVOKE, CANCEL, TAKE_VIDEOS, TAKE_UPLOADS}) {
            full |= page(tenant, sql, most) == most;
        }
        for (var sql :
                new String[] {
                    TAKE_EXPORTS,
                    DROP_EXPORTS,
                    DROP_SESSIONS,
                    EMPTY_WORKSPACES,
                    EMPTY_TOP_UPS,
                    EMPTY_TENANT
                }) {
            all(tenant, sql);
        }
        return !full;
    }

    private int page(TenantId tenant, String sql, int most) {
        return jdbi.withHandle(
                h ->
                        h.createUpdate(sql)
                                .bind("tenant", tenant.value())
                                .bind("most", most)
                                .execute());
    }

    private void all(TenantId tenant, String sql) {
        jdbi.useHandle(h -> h.createUpdate(sql).bind("tenant", tenant.value()).execute());
    }

    void done(TenantId tenant) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        update tenant set deleted_at = now(), delete_at = null
                                         where id = :tenant and deleted_at is null
                                        """)
                                .bind("tenant", tenant.value())
                                .execute());
    }
}
