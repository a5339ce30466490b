package dev.reelay.billing.restore;

import dev.reelay.common.id.JobId;
import dev.reelay.common.restore.Gap;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The gaps that the books have.
@Singleton
public class PostgresGaps {
    private final Jdbi jdbi;
    private volatile @Nullable Integer count;

    PostgresGaps(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// False where it was noted before. Throws `IllegalStateException` where the gap has not ended.
    boolean note(Gap gap) {
        return jdbi.inTransaction(
                db -> {
                    var ended =
                            gap.endedBy(db.createQuery("select now()").mapTo(Instant.class).one());
                    return db.createUpdate(
                                            """
                                            insert into restored_gap (began, ended)
                                            values (:from, :until) on conflict do nothing
                                            """)
                                    .bind("from", ended.from().atOffset(ZoneOffset.UTC))
                                    .bind("until", ended.until().atOffset(ZoneOffset.UTC))
                                    .execute()
                            == 1;
                });
    }

    /// How many were noted. All are before anything is told, so this is asked once.
    public int count() {
        var known = count;
        if (known == null) {
            known =
                    jdbi.withHandle(
                            db ->
                                    db.createQuery("select count(*) from restored_gap")
                                            .mapTo(Integer.class)
                                            .one());
            count = known;
        }
        return known;
    }

    /// Whether there may have been a hold for the job that the books have forgotten.
    public boolean mayHide(JobId job) {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        """
                                        select exists (select from restored_gap
                                                        where ended > uuid_extract_timestamp(:job))
                                        """)
                                .bind("job", job.value())
                                .mapTo(Boolean.class)
                                .one());
    }
}
