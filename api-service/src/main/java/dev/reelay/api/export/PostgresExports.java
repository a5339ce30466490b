package dev.reelay.api.export;

import dev.reelay.api.database.Column;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/// Exports in the database. One of a tenant is made at a time.
@Singleton
public final class PostgresExports {
    private static final String COLUMNS =
            "id, tenant_id, asked_at, made_at, bytes, expires_at from tenant_export ";

    private final Jdbi jdbi;

    PostgresExports(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// A new one, or that which is being made already.
    public Export ask(TenantId tenant) {
        return jdbi.withHandle(
                h -> {
                    h.createUpdate(
                                    """
                                    insert into tenant_export (id, tenant_id) values (:id, :tenant)
                                    on conflict (tenant_id) where made_at is null do nothing
                                    """)
                            .bind("id", UUID.randomUUID())
                            .bind("tenant", tenant.value())
                            .execute();
                    return h.createQuery(
                                    "select "
                                            + COLUMNS
                                            + "where tenant_id = :tenant"
                                            + " order by asked_at desc limit 1")
                            .bind("tenant", tenant.value())
                            .map(PostgresExports::export)
                            .one();
                });
    }

    /// Empty where the tenant has none such, or no more.
    public Optional<Export> find(TenantId tenant, UUID id) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        "select "
                                                + COLUMNS
                                                + "where id = :id and tenant_id = :tenant"
                                                + " and (expires_at is null or expires_at > now())")
                                .bind("id", id)
                                .bind("tenant", tenant.value())
                                .map(PostgresExports::export)
                                .findOne());
    }

    /// One that is to be made, for whoever goes on {@link #renew renewing} it; after the lease it
    /// is anybody's again.
    Optional<Export> claim(Duration lease) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        """
                                        with due as materialized (
                                            select id as due from tenant_export
                                             where made_at is null and make_at <= now()
                                             order by make_at limit 1
                                               for no key update skip locked),
                                        taken as (
                                            update tenant_export
                                               set make_at = now() + make_interval(secs => :lease)
                                              from due where id = due
                                            returning id)
                                        select\s"""
                                                + COLUMNS
                                                + "where id in (select id from taken)")
                                .bind("lease", lease.toSeconds())
                                .map(PostgresExports::export)
                                .findOne());
    }

    /// False where somebody else has made it.
    boolean renew(Export export, Duration lease) {
        return jdbi.withHandle(
                        h ->
                                h.createUpdate(
                                                """
                                                update tenant_export
                                                   set make_at = now()
                                                           + make_interval(secs => :lease)
                                                 where id = :id and tenant_id = :tenant
                                                   and made_at is null
                                                """)
                                        .bind("id", export.id())
                                        .bind("tenant", export.tenant().value())
                                        .bind("lease", lease.toSeconds())
                                        .execute())
                == 1;
    }

    /// False where it is not wanted any more.
    boolean made(Export export, long bytes, Duration kept) {
        return jdbi.withHandle(
                        h ->
                                h.createUpdate(
                                                """
                                        update tenant_export
                                           set made_at = now(), bytes = :bytes,
                                               expires_at = now() + make_interval(secs => :kept)
                                         where id = :id and tenant_id = :tenant
                                           and made_at is null
                                        """)
                                        .bind("id", export.id())
                                        .bind("tenant", export.tenant().value())
                                        .bind("bytes", bytes)
                                        .bind("kept", kept.toSeconds())
                                        .execute())
                == 1;
    }

    /// Those whose file is to go. They come again until they are {@link #remove removed}.
    List<Export> expired(int most) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        "select "
                                                + COLUMNS
                                                + "where expires_at <= now()"
                                                + " order by expires_at limit :most")
                                .bind("most", most)
                                .map(PostgresExports::export)
                                .list());
    }

    void remove(Export export) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        delete from tenant_export
                                         where id = :id and tenant_id = :tenant
                                           and expires_at <= now()
                                        """)
                                .bind("id", export.id())
                                .bind("tenant", export.tenant().value())
                                .execute());
    }

    private static Export export(ResultSet row, StatementContext context) throws SQLException {
        var madeAt = Column.instant(row, "made_at");
        return new Export(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                madeAt == null
                        ? null
                        : new Export.Made(
                                madeAt,
                                row.getLong("bytes"),
                                Objects.requireNonNull(Column.instant(row, "expires_at"))));
    }
}
