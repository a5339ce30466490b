package dev.reelay.worker.execution;

import dev.reelay.common.restore.Gap;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Marks what the database had as unfinished when it was set back.
@Singleton
class PostgresQuarantine {
    private static final String NOTE =
            """
            insert into restored_gap (began, ended) values (:from, :until) on conflict do nothing
            """;

    /// What is queued has no time left, so nobody claims it, and it ends without a clip. What was
    /// claimed counts as sent and as left behind, so its attempt is looked for. The rest is only
    /// watched. What was told of it before the backup was set back had smaller versions.
    private static final String QUARANTINE =
            """
            with marked as (
              update execution
                 set restored = true,
                     deadline = case when state = 'queued' then least(deadline, now())
                                     else deadline end,
                     intent_at = case when state = 'submitting' then coalesce(intent_at, now())
                                      else intent_at end,
                     lease_until = case when state = 'submitting' then now()
                                        else lease_until end
               where state in ('queued', 'submitting', 'unknown', 'in_progress', 'storing')
              returning job_id, state, attempt_id),
            sent as (
              update attempt a set state = 'sending', intent_at = now()
                from marked m
               where m.state = 'submitting' and a.id = m.attempt_id and a.state = 'prepared'),
            told as (
              update job set version = version + 1000000, tell_at = now()
               where id in (select job_id from marked))
            select count(*) from marked
            """;

    private final Jdbi jdbi;

    PostgresQuarantine(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Notes a gap and answers how many executions it puts into quarantine; empty where it was
    /// noted before. Other workers wait here until it is done. Throws `IllegalStateException` where
    /// the gap has not ended.
    Optional<Integer> note(Gap gap) {
        return jdbi.inTransaction(
                h -> {
                    var ended =
                            gap.endedBy(h.createQuery("select now()").mapTo(Instant.class).one());
                    var fresh =
                            h.createUpdate(NOTE)
                                    .bind("from", time(ended.from()))
                                    .bind("until", time(ended.until()))
                                    .execute();
                    return fresh == 0
                            ? Optional.empty()
                            : Optional.of(h.createQuery(QUARANTINE).mapTo(Integer.class).one());
                });
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
