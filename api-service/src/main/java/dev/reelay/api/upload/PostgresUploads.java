package dev.reelay.api.upload;

import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/// Uploads in the database: one row per tenant and content.
@Singleton
final class PostgresUploads {
    private static final String COLUMNS = "id, tenant_id, sha256, content_type, expires_at";

    private final Jdbi jdbi;

    PostgresUploads(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Makes room for the content, or extends the life of what is there; empty while the old object
    /// is just being removed.
    Optional<Upload> announce(
            TenantId tenant, String sha256, String contentType, long bytes, Duration kept) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        insert into upload (id, tenant_id, sha256, content_type,
                                            bytes, expires_at)
                                        values (:id, :tenant, :sha256, :type, :bytes,
                                            now() + make_interval(secs => :kept))
                                        on conflict (tenant_id, sha256) do update
                                           set expires_at = greatest(upload.expires_at,
                                                                     excluded.expires_at)
                                         where not upload.purging
                                        returning\s"""
                                                + COLUMNS)
                                .bind("id", UUID.randomUUID())
                                .bind("tenant", tenant.value())
                                .bind("sha256", sha256)
                                .bind("type", contentType)
                                .bind("bytes", bytes)
                                .bind("kept", kept.toSeconds())
                                .map(PostgresUploads::upload)
                                .findOne());
    }

    void stored(TenantId tenant, UploadId id) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        update upload set stored = true
                                         where id = :id and tenant_id = :tenant
                                        """)
                                .bind("id", id.value())
                                .bind("tenant", tenant.value())
                                .execute());
    }

    /// Keeps it until then at least; empty where the tenant has no such upload.
    Optional<Upload> keep(TenantId tenant, UUID id, Instant until) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        update upload
                                           set expires_at = greatest(expires_at, :until)
                                         where id = :id and tenant_id = :tenant and stored
                                           and not purging and expires_at > now()
                                        returning\s"""
                                                + COLUMNS)
                                .bind("id", id)
                                .bind("tenant", tenant.value())
                                .bind("until", until)
                                .map(PostgresUploads::upload)
                                .findOne());
    }

    /// Expired ones whose objects are to be removed now. Their rows are shut until {@link #remove};
    /// a claim that was left is taken again after five minutes.
    List<Expired> claimExpired(int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        with due as materialized (
                                            select id from upload
                                             where expires_at < now()
                                               and (not purging
                                                    or claimed_at < now() - interval '5 minutes')
                                             order by expires_at
                                             limit :limit
                                               for no key update skip locked)
                                        update upload u set purging = true, claimed_at = now()
                                          from due where u.id = due.id
                                        returning u.id, u.tenant_id, u.sha256
                                        """)
                                .bind("limit", limit)
                                .map(
                                        (row, _) ->
                                                new Expired(
                                                        row.getObject("id", UUID.class), key(row)))
                                .list());
    }

    /// @param key of the object
    record Expired(UUID id, String key) {}

    void remove(List<UUID> ids) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate("delete from upload where id = any(:ids) and purging")
                                .bindArray("ids", UUID.class, ids)
                                .execute());
    }

    private static Upload upload(ResultSet row, StatementContext context) throws SQLException {
        return new Upload(
                new UploadId(row.getObject("id", UUID.class)),
                key(row),
                row.getString("content_type"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }

    private static String key(ResultSet row) throws SQLException {
        return "uploads/" + row.getString("tenant_id") + "/" + row.getString("sha256");
    }
}
