package dev.reelay.api.tenant;

import jakarta.inject.Singleton;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/// Plans in the database.
@Singleton
public final class PostgresPlans {
    private static final String OTHER_OF_RANK =
            "select exists (select from plan where rank = :rank and id <> :id)";

    private static final String PUT =
            """
            insert into plan (id, rank, weight, jobs_at_once, jobs_queued, jobs_per_day,
                requests_per_second, files_kept, prompts_kept, longest_seconds,
                highest_resolution, models)
            values (:id, :rank, :weight, :jobsAtOnce, :jobsQueued, :jobsPerDay,
                :requestsPerSecond, make_interval(secs => :filesKept),
                make_interval(secs => :promptsKept), :longestSeconds, :highestResolution, :models)
            on conflict (id) do update
               set rank = excluded.rank, weight = excluded.weight,
                   jobs_at_once = excluded.jobs_at_once, jobs_queued = excluded.jobs_queued,
                   jobs_per_day = excluded.jobs_per_day,
                   requests_per_second = excluded.requests_per_second,
                   files_kept = excluded.files_kept, prompts_kept = excluded.prompts_kept,
                   longest_seconds = excluded.longest_seconds,
                   highest_resolution = excluded.highest_resolution, models = excluded.models
            """;

    private final Jdbi jdbi;

    PostgresPlans(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// The lowest first.
    public List<Plan> all() {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select " + PlanRow.COLUMNS + " from plan p order by rank")
                                .map((row, _) -> PlanRow.read(row))
                                .list());
    }

    public Optional<Plan> find(String id) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select " + PlanRow.COLUMNS + " from plan p where id = :id")
                                .bind("id", id)
                                .map((row, _) -> PlanRow.read(row))
                                .findOne());
    }

    /// Makes the plan, or makes it what it is from now on; false where another has its rank.
    public boolean put(Plan plan) {
        return jdbi.inTransaction(
                handle -> {
                    handle.execute("lock table plan in share row exclusive mode");
                    if (isRankOfAnother(handle, plan)) {
                        return false;
                    }
                    bind(handle.createUpdate(PUT), plan).execute();
                    return true;
                });
    }

    private static boolean isRankOfAnother(Handle handle, Plan plan) {
        return handle.createQuery(OTHER_OF_RANK)
                .bind("rank", plan.rank())
                .bind("id", plan.id())
                .mapTo(Boolean.class)
                .one();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Plan plan) {
        var highest = plan.highestResolution();
        var models = plan.models();
        statement
                .bind("id", plan.id())
                .bind("rank", plan.rank())
                .bind("weight", plan.weight())
                .bind("jobsAtOnce", plan.jobsAtOnce())
                .bind("jobsQueued", plan.jobsQueued())
                .bind("jobsPerDay", plan.jobsPerDay())
                .bind("requestsPerSecond", plan.requestsPerSecond())
                .bind("filesKept", plan.filesKept().toSeconds())
                .bind("promptsKept", plan.promptsKept().toSeconds())
                .bind("longestSeconds", plan.longestSeconds())
                .bind("highestResolution", highest == null ? null : highest.word());
        return models == null
                ? statement.bindNull("models", Types.ARRAY)
                : statement.bindArray("models", String.class, models);
    }

    /// What came of a removal.
    public enum Removal {
        DONE,
        UNKNOWN,
        IN_USE
    }

    /// Removes a plan that no tenant has.
    public Removal remove(String id) {
        return jdbi.withHandle(
                handle -> {
                    var removed =
                            handle.createUpdate(
                                            """
                                            delete from plan p where p.id = :id
                                               and not exists (
                                                 select from tenant t where t.plan = p.id)
                                            """)
                                    .bind("id", id)
                                    .execute();
                    if (removed == 1) {
                        return Removal.DONE;
                    }
                    return find(id).isPresent() ? Removal.IN_USE : Removal.UNKNOWN;
                });
    }
}
