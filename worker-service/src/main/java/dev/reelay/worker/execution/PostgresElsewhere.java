package dev.reelay.worker.execution;

import jakarta.inject.Singleton;
import org.jdbi.v3.core.Jdbi;

/// Reads what decides whether a job that its provider gave up can be made elsewhere.
@Singleton
class PostgresElsewhere {
    private static final String GIVEN_UP =
            """
            select not e.cancel_asked and e.deadline > now() + e.expected_seconds * interval '1 s'
                     as fits,
                   a.cost_rule ->> 'charged' is not distinct from 'acceptance' as charged
              from execution e join attempt a on a.id = e.attempt_id
             where e.tenant_id = :tenant and e.job_id = :job and e.output = :output
            """;

    /// @param fits whether it is wanted still, and a usual render ends before its deadline
    /// @param charged whether the operator entered that the provider charges what it has begun
    record GivenUp(boolean fits, boolean charged) {}

    private final Jdbi jdbi;

    PostgresElsewhere(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    GivenUp read(Execution execution) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(GIVEN_UP)
                                .bind("tenant", execution.tenant().value())
                                .bind("job", execution.job().value())
                                .bind("output", execution.output())
                                .map(
                                        (row, _) ->
                                                new GivenUp(
                                                        row.getBoolean("fits"),
                                                        row.getBoolean("charged")))
                                .one());
    }
}
