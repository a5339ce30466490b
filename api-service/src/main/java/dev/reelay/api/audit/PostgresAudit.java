package dev.reelay.api.audit;

import dev.reelay.api.audit.Acting.Kind;
import dev.reelay.api.database.Column;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What was done, in the database, which lets nothing of it be changed.
@Singleton
public final class PostgresAudit {
    private static final int MANY = 1000;

    private final Jdbi jdbi;

    PostgresAudit(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Writes down what is about to be done.
    void begin(Action action) {
        var by = action.by();
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        insert into audit (id, at, actor_kind, actor, role,
                                            tenant_id, action, target, body, body_bytes, source,
                                            request_id)
                                        values (:id, :at, :kind, :actor, :role, cast(:tenant as uuid),
                                            :action, :target, cast(:body as json), :bytes, :source,
                                            :request)
                                        """)
                                .bind("id", action.id().value())
                                .bind("at", action.at())
                                .bind("kind", by.kind().word())
                                .bind("actor", by.name())
                                .bind("role", by.role())
                                .bind("tenant", value(by.tenant()))
                                .bind("action", action.what())
                                .bind("target", action.target())
                                .bind("body", action.body().json())
                                .bind("bytes", action.body().bytes())
                                .bind("source", action.source())
                                .bind("request", action.requestId())
                                .execute());
    }

    private static @Nullable UUID value(@Nullable TenantId tenant) {
        return tenant == null ? null : tenant.value();
    }

    /// Writes down what came of it, once.
    void done(AuditId id, int status, @Nullable String error, Instant at) {
        jdbi.useHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        update audit
                                           set state = 'done', status = :status, error = :error,
                                               done_at = :at
                                         where id = :id and state = 'begun'
                                        """)
                                .bind("id", id.value())
                                .bind("status", status)
                                .bind("error", error)
                                .bind("at", at)
                                .execute());
    }

    /// A page, with one more than its limit where the list goes on.
    public List<Recorded> page(AuditQuery query) {
        return find(query, query.after(), query.limit() + 1);
    }

    /// What comes next where all is read: many at once.
    ///
    /// @param last of those before; null for the first of them
    public List<Recorded> next(AuditQuery query, @Nullable Recorded last) {
        return find(query, last == null ? query.after() : last.action().id(), MANY);
    }

    private List<Recorded> find(AuditQuery query, @Nullable AuditId after, int most) {
        var kind = query.kind();
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        select * from audit
                                         where (cast(:tenant as uuid) is null
                                                or tenant_id = cast(:tenant as uuid))
                                           and (cast(:after as uuid) is null
                                                or id < cast(:after as uuid))
                                           and (cast(:kind as text) is null or actor_kind = :kind)
                                           and (cast(:actor as text) is null or actor = :actor)
                                           and (cast(:action as text) is null or action = :action)
                                           and (cast(:since as timestamptz) is null
                                                or at >= :since)
                                           and (cast(:until as timestamptz) is null
                                                or at < :until)
                                         order by id desc
                                         limit :most
                                        """)
                                .bind("tenant", value(query.tenant()))
                                .bind("after", after == null ? null : after.value())
                                .bind("kind", kind == null ? null : kind.word())
                                .bind("actor", query.actor())
                                .bind("action", query.action())
                                .bind("since", query.since())
                                .bind("until", query.until())
                                .bind("most", most)
                                .map((row, _) -> recorded(row))
                                .list());
    }

    private static Recorded recorded(ResultSet row) throws SQLException {
        var tenant = row.getObject("tenant_id", UUID.class);
        var by =
                new Acting(
                        Kind.valueOf(row.getString("actor_kind").toUpperCase(Locale.ROOT)),
                        row.getString("actor"),
                        row.getString("role"),
                        tenant == null ? null : new TenantId(tenant));
        return new Recorded(
                new Action(
                        new AuditId(row.getObject("id", UUID.class)),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        by,
                        row.getString("action"),
                        row.getString("target"),
                        new KeptBody(row.getString("body"), row.getLong("body_bytes")),
                        row.getString("source"),
                        row.getString("request_id")),
                row.getObject("status", Integer.class),
                row.getString("error"),
                Column.instant(row, "done_at"));
    }
}
