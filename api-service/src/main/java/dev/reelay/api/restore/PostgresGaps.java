package dev.reelay.api.restore;

import dev.reelay.common.id.JobId;
import dev.reelay.common.restore.Gap;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/// The gaps that this database was told of, and what they leave to do.
@Singleton
final class PostgresGaps {
    /// What was written a little before the oldest backup may not have been in it yet.
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private static final String NOTE =
            """
            insert into restored_gap (began, ended, seen_to) values (:from, :until, :least)
            on conflict do nothing
            """;

    /// In another PostgreSQL server transactions have smaller numbers than the events say, and what
    /// seems to be written by one that is yet to come is shown to nobody.
    private static final String SHOW_EVENTS =
            """
            update event set xid = '0'
             where exists (select from event where xid > pg_current_xact_id())
            """;

    /// The worker may know more of those that have not ended, and has told it already.
    private static final String ANNOUNCE_AGAIN =
            """
            update job set settled_at = null, announced = 0, announce_at = now()
             where settled_at >= :since or state in ('queued', 'in_progress')
            """;

    private static final String VOID_AGAIN =
            """
            update job set void_at = now()
             where state = 'abandoned' and void_at is null and accepting_since >= :since
            """;

    private static final String GRANT_AGAIN =
            """
            update top_up set state = 'owed', due_at = now()
             where state = 'granted' and granted_at >= :since
            """;

    /// The store may have been set back as well.
    private static final String LOOK_FOR_FILES =
            """
            insert into file_check (job_id, tenant_id)
            select id, tenant_id from job
             where state = 'completed' and ended_at >= :since
               and purged_at is null and deleted_at is null
            on conflict do nothing
            """;

    private final Jdbi jdbi;

    PostgresGaps(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// How much others are told again.
    ///
    /// @param files of how many videos the files are looked for
    record Owed(int jobs, int voids, int topUps, int files) {}

    /// Notes a gap and owes again what was agreed on since it began; empty where that was done
    /// before. Throws `IllegalStateException` where the gap has not ended.
    Optional<Owed> note(Gap gap) {
        return jdbi.inTransaction(
                h -> {
                    var ended =
                            gap.endedBy(h.createQuery("select now()").mapTo(Instant.class).one());
                    return insert(h, ended) ? Optional.of(owe(h, ended)) : Optional.empty();
                });
    }

    private static boolean insert(Handle h, Gap gap) {
        var least = JobId.firstAt(gap.from().minus(MARGIN));
        return bound(h.createUpdate(NOTE), gap).bind("least", least.value()).execute() == 1;
    }

    private static Owed owe(Handle h, Gap gap) {
        h.execute("alter table event disable trigger event_immutable");
        h.execute(SHOW_EVENTS);
        h.execute("alter table event enable trigger event_immutable");
        var since = time(gap.from().minus(MARGIN));
        return new Owed(
                h.createUpdate(ANNOUNCE_AGAIN).bind("since", since).execute(),
                h.createUpdate(VOID_AGAIN).bind("since", since).execute(),
                h.createUpdate(GRANT_AGAIN).bind("since", since).execute(),
                h.createUpdate(LOOK_FOR_FILES).bind("since", since).execute());
    }

    /// A gap over which billing may have holds for jobs that are unknown here.
    ///
    /// @param seenTo the last of its jobs that was looked for
    record Open(Gap gap, JobId seenTo) {}

    Optional<Open> open() {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        """
                                        select began, ended, seen_to from restored_gap
                                         where seen_at is null order by began, ended limit 1
                                        """)
                                .map((row, _) -> open(row))
                                .findOne());
    }

    private static Open open(ResultSet row) throws SQLException {
        return new Open(
                new Gap(
                        row.getObject("began", OffsetDateTime.class).toInstant(),
                        row.getObject("ended", OffsetDateTime.class).toInstant()),
                new JobId(row.getObject("seen_to", UUID.class)));
    }

    /// Those of these jobs that there are.
    Set<JobId> known(Collection<JobId> jobs) {
        return jdbi.withHandle(
                h ->
                        h
                                .createQuery("select id from job where id = any(:ids)")
                                .bindArray(
                                        "ids", UUID.class, jobs.stream().map(JobId::value).toList())
                                .map((row, _) -> new JobId(row.getObject("id", UUID.class)))
                                .stream()
                                .collect(Collectors.toSet()));
    }

    /// @param to the last job that was looked for; null where there are no more
    void seen(Open open, @Nullable JobId to) {
        jdbi.useHandle(
                h ->
                        bound(
                                        h.createUpdate(
                                                """
                                                update restored_gap
                                                   set seen_to = coalesce(:to::uuid, seen_to),
                                                       seen_at = case when :to::uuid is null then now() end
                                                 where began = :from and ended = :until
                                                   and seen_at is null
                                                """),
                                        open.gap())
                                .bind("to", to == null ? null : to.value())
                                .execute());
    }

    private static Update bound(Update update, Gap gap) {
        return update.bind("from", time(gap.from())).bind("until", time(gap.until()));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
