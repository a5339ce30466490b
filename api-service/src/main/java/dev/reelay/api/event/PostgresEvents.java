package dev.reelay.api.event;

import dev.reelay.api.job.Job;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The log in the database.
@Singleton
public final class PostgresEvents {
    private final Jdbi jdbi;
    private final EventWording wording;
    private final CallbackWording callbacks;
    private final InstantSource clock;

    PostgresEvents(
            Jdbi jdbi, EventWording wording, CallbackWording callbacks, InstantSource clock) {
        this.jdbi = jdbi;
        this.wording = wording;
        this.callbacks = callbacks;
        this.clock = clock;
    }

    /// Writes that each of these jobs came into the state it is in. To be called in the transaction
    /// that brought it there, after the job's row was written and so locked: what was written of
    /// the job before is seen, and stands before this.
    public void append(Handle handle, Collection<Job> changed) {
        if (changed.isEmpty()) {
            return;
        }
        var insert =
                handle.prepareBatch(
                        """
                        insert into event (xid, id, tenant_id, job_id, type, body, created_at,
                            callback_url, callback_body, callback_key, tell_at)
                        values (greatest(pg_current_xact_id(),
                                (select max(xid) from event
                                  where tenant_id = :tenant and job_id = :job)),
                            :id, :tenant, :job, :type, :body::json, :at, :callback,
                            :ownBody::json, :ownKey,
                            case when :callback::text is not null or
                        """
                                + PostgresHandOver.TOLD_OF_ALL
                                + """
                                 then now() end)
                        on conflict (job_id, type) do nothing
                        """);
        for (var job : changed) {
            var id = EventId.next();
            var type = EventType.of(job.state());
            var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            var callback = type.isEnd() ? callback(job) : null;
            var own =
                    callback == null
                            ? Optional.<CallbackWording.OwnMessage>empty()
                            : callbacks.message(job, at);
            insert.bind("id", id.value())
                    .bind("tenant", job.tenant().value())
                    .bind("job", job.id().value())
                    .bind("type", type.word())
                    .bind("body", wording.body(id, type, at, job))
                    .bind("at", at)
                    .bind("callback", callback)
                    .bind("ownBody", own.map(CallbackWording.OwnMessage::body).orElse(null))
                    .bind("ownKey", own.map(CallbackWording.OwnMessage::key).orElse(null))
                    .add();
        }
        insert.execute();
    }

    private static @Nullable String callback(Job job) {
        var url = job.spec().callbackUrl();
        return url == null ? null : url.toString();
    }

    /// What happened to a job beyond a place, in order.
    List<Event> after(TenantId tenant, JobId job, Place place) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        select xid::text as written_by, position, id, type, body
                                          from event
                                         where tenant_id = :tenant and job_id = :job
                                           and position > :position
                                         order by position
                                        """)
                                .bind("tenant", tenant.value())
                                .bind("job", job.value())
                                .bind("position", place.position())
                                .map((row, _) -> event(row))
                                .list());
    }

    static Event event(ResultSet row) throws SQLException {
        return new Event(
                place(row),
                new EventId(row.getObject("id", UUID.class)),
                EventType.named(row.getString("type")).orElseThrow(),
                row.getString("body"));
    }

    static Place place(ResultSet row) throws SQLException {
        return new Place(row.getString("written_by"), row.getLong("position"));
    }

    /// Where in a job's history an event stands; empty where the job has no such event.
    Optional<Place> place(TenantId tenant, JobId job, EventId id) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        select xid::text as written_by, position from event
                                         where tenant_id = :tenant and job_id = :job
                                           and id = :id
                                        """)
                                .bind("tenant", tenant.value())
                                .bind("job", job.value())
                                .bind("id", id.value())
                                .map((row, _) -> place(row))
                                .findOne());
    }

    /// Removes what is older, a piece at a time; how many. For all tenants: it serves no request.
    int forget(Duration olderThan, int limit) {
        return jdbi.withHandle(
                handle ->
                        handle.createUpdate(
                                        """
                                        delete from event
                                         where position in (select position from event
                                                             where tell_at is null
                                                             order by position limit :limit)
                                           and created_at < now() - make_interval(secs => :age)
                                        """)
                                .bind("limit", limit)
                                .bind("age", olderThan.toSeconds())
                                .execute());
    }
}
