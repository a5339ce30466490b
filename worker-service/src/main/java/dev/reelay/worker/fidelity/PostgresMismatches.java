package dev.reelay.worker.fidelity;

import dev.reelay.common.event.EventJson;
import dev.reelay.worker.fidelity.MismatchRoutes.Found;
import dev.reelay.worker.internal.Times;
import dev.reelay.worker.provider.ProviderQueue;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Reads which clips were not what was ordered.
@Singleton
class PostgresMismatches {
    /// One of the list, and its place in it.
    record Placed(Found found, MismatchCursor cursor) {}

    private static final String PAGE =
            """
            select job_id, tenant_id, output, state, %s as provider,
                   account, model, mismatches, ended_at,
                   (extract(epoch from ended_at) * 1000000)::bigint as ended_us
              from execution
             where mismatches is not null
            """
                    .formatted(ProviderQueue.providerIn("provider"));

    private static final String AFTER =
            """
               and ended_at <= timestamptz 'epoch' + :ended * interval '1 microsecond'
               and (ended_at < timestamptz 'epoch' + :ended * interval '1 microsecond'
                    or (job_id, output) > (:job, :output))
            """;

    private static final String ORDER = " order by ended_at desc, job_id, output limit :most";

    private final Jdbi jdbi;

    PostgresMismatches(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// The newest first.
    ///
    /// @param after from behind which the page begins; null for the first
    List<Placed> page(@Nullable MismatchCursor after, int most) {
        return jdbi.withHandle(
                h -> {
                    var query =
                            h.createQuery(PAGE + (after == null ? "" : AFTER) + ORDER)
                                    .bind("most", most);
                    if (after != null) {
                        query.bind("ended", after.endedMicros())
                                .bind("job", after.job())
                                .bind("output", after.output());
                    }
                    return query.map((row, _) -> placed(row)).list();
                });
    }

    private static Placed placed(ResultSet row) throws SQLException {
        var job = row.getObject("job_id", UUID.class);
        var output = row.getInt("output");
        return new Placed(
                new Found(
                        "mismatch",
                        job,
                        row.getObject("tenant_id", UUID.class),
                        output,
                        row.getString("state").equals("completed"),
                        row.getString("provider"),
                        row.getString("account"),
                        row.getString("model"),
                        List.of(EventJson.read(row.getString("mismatches"), Mismatch[].class)),
                        Objects.requireNonNull(Times.text(row, "ended_at"))),
                new MismatchCursor(row.getLong("ended_us"), job, output));
    }
}
