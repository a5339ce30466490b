package dev.reelay.worker.fidelity;

import dev.reelay.common.event.EventJson;
import dev.reelay.worker.internal.Times;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Reads which clips were not what was ordered.
@Singleton
class PostgresMismatches {
    private static final String NEWEST =
            """
            select job_id, tenant_id, output, state, provider, account, model, mismatches, ended_at
              from execution where mismatches is not null
             order by ended_at desc, job_id, output limit :most
            """;

    private final Jdbi jdbi;

    PostgresMismatches(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    List<MismatchRoutes.Found> newest(int most) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(NEWEST)
                                .bind("most", most)
                                .map(
                                        (row, _) ->
                                                new MismatchRoutes.Found(
                                                        "mismatch",
                                                        row.getObject("job_id", UUID.class),
                                                        row.getObject("tenant_id", UUID.class),
                                                        row.getInt("output"),
                                                        row.getString("state").equals("completed"),
                                                        row.getString("provider"),
                                                        row.getString("account"),
                                                        row.getString("model"),
                                                        List.of(
                                                                EventJson.read(
                                                                        row.getString("mismatches"),
                                                                        Mismatch[].class)),
                                                        Objects.requireNonNull(
                                                                Times.text(row, "ended_at"))))
                                .list());
    }
}
