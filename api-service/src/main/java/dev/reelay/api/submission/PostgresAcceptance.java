package dev.reelay.api.submission;

import dev.reelay.api.credit.Price;
import dev.reelay.api.credit.Terms;
import dev.reelay.api.event.PostgresEvents;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobRow;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/// The steps of acceptance in the database, one transaction each. A write whose answer was lost is
/// looked up by its id before anything else is done.
@Singleton
final class PostgresAcceptance {
    static final String INSERT =
            """
            insert into job (id, tenant_id, key_id, workspace_id, dialect, model, state, spec, terms, metadata,
                end_user, expected_seconds, files_kept, prompts_kept, deadline, remixed_from, continued_seconds,
                extensions)
            select :id, :tenant, :key, :workspace, :dialect, :model, 'accepting', :spec::jsonb, :terms::jsonb,
                :metadata::jsonb, :user, :expected, make_interval(secs => :files),
                make_interval(secs => :prompts), :deadline,
                :remixed::uuid, :continued, :extensions
            """;

    private final Jdbi jdbi;
    private final PostgresEvents events;
    private final PostgresRetries retries;
    private final SubmissionConfig config;

    PostgresAcceptance(
            Jdbi jdbi, PostgresEvents events, PostgresRetries retries, SubmissionConfig config) {
        this.jdbi = jdbi;
        this.events = events;
        this.retries = retries;
        this.config = config;
    }

    /// Writes the job, and with it the key that it can be found by; false where the key is known
    /// already, or where there was no key and the request may be a retry of an earlier one.
    boolean insert(AcceptingJob accepting, @Nullable Idempotency idempotency) {
        return switch (idempotency) {
            case null -> surely(() -> insertAlone(accepting), () -> isIn(accepting));
            case Idempotency.Keyed keyed ->
                    surely(() -> insertUnder(accepting, keyed), () -> isIn(accepting));
            case Idempotency.Keyless keyless -> insert(accepting, keyless, false);
        };
    }

    /// @param anyway it is no retry of any
    boolean insert(AcceptingJob accepting, Idempotency.Keyless keyless, boolean anyway) {
        return surely(() -> retries.insert(accepting, keyless, anyway), () -> isIn(accepting));
    }

    private boolean insertAlone(AcceptingJob accepting) {
        return jdbi.withHandle(handle -> bind(handle.createUpdate(INSERT), accepting).execute())
                == 1;
    }

    private boolean insertUnder(AcceptingJob accepting, Idempotency.Keyed keyed) {
        return jdbi.withHandle(
                        handle ->
                                bind(
                                                handle.createUpdate(
                                                        """
                                                        with k as (
                                                            insert into idempotency (tenant_id,
                                                                route, key, fingerprint, job_id)
                                                            values (:tenant, :route, :idempotency,
                                                                :fingerprint, :id)
                                                            on conflict do nothing
                                                            returning job_id)
                                                        """
                                                                + INSERT
                                                                + " from k"),
                                                accepting)
                                        .bind("route", keyed.route())
                                        .bind("idempotency", keyed.key())
                                        .bind("fingerprint", keyed.fingerprint())
                                        .execute())
                == 1;
    }

    static <S extends SqlStatement<S>> S bind(S statement, AcceptingJob accepting) {
        var job = accepting.job();
        var metadata = job.metadata();
        var remixed = job.ancestry().remixedFrom();
        return statement
                .bind("id", job.id().value())
                .bind("tenant", job.tenant().value())
                .bind("key", accepting.key())
                .bind("workspace", accepting.workspace())
                .bind("dialect", job.dialect())
                .bind("model", job.model())
                .bind("spec", EventJson.write(job.spec()))
                .bind("terms", EventJson.write(accepting.terms()))
                .bind("metadata", metadata == null ? null : EventJson.write(metadata))
                .bind("remixed", remixed == null ? null : remixed.value())
                .bind("continued", job.ancestry().continuedSeconds())
                .bind("extensions", job.ancestry().extensions())
                .bind("user", accepting.endUser())
                .bind("expected", job.expectedSeconds())
                .bind("files", accepting.filesKept().toSeconds())
                .bind("prompts", accepting.promptsKept().toSeconds())
                .bind("deadline", job.spec().deadline());
    }

    /// The job that the key stands for.
    Optional<KnownJob> known(TenantId tenant, String route, String key) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + JobRow.COLUMNS
                                                + """
                                                  , j.terms, j.takeovers, i.fingerprint,
                                                  j.deleted_at is not null as deleted,
                                                  j.accepting_since
                                                    < now() - make_interval(secs => :after) as stale
                                                  from idempotency i
                                                  join job j on j.tenant_id = i.tenant_id
                                                            and j.id = i.job_id
                                                 where i.tenant_id = :tenant and i.route = :route
                                                   and i.key = :key
                                                """)
                                .bind("tenant", tenant.value())
                                .bind("route", route)
                                .bind("key", key)
                                .bind("after", config.takenOverAfter().toSeconds())
                                .map(
                                        (row, context) ->
                                                new KnownJob(
                                                        JobRow.read(row, context),
                                                        EventJson.read(
                                                                row.getString("terms"),
                                                                Terms.class),
                                                        row.getBytes("fingerprint"),
                                                        row.getBoolean("stale"),
                                                        row.getInt("takeovers"),
                                                        row.getBoolean("deleted")))
                                .findOne());
    }

    /// Makes a left job ours for the next seconds; false where somebody was quicker.
    boolean takeOver(KnownJob known) {
        return update(
                known.job(),
                """
                update job set accepting_since = now(), takeovers = takeovers + 1
                 where id = :id and tenant_id = :tenant and state = 'accepting'
                   and takeovers = :takeovers
                """,
                update -> update.bind("takeovers", known.takeovers()));
    }

    /// The fence of acceptance: true where the job is queued at this price.
    boolean queue(Job job, Price price) {
        return surely(
                () -> jdbi.inTransaction(handle -> queue(handle, job, price)),
                () -> isIn(job, "queued"));
    }

    private boolean queue(Handle handle, Job job, Price price) {
        var queued =
                update(
                        handle,
                        job,
                        """
                        update job
                           set state = 'queued', price_version = :version, amount = :amount,
                               announced = 1, announce_at = now() + interval '5 seconds'
                         where id = :id and tenant_id = :tenant and state = 'accepting'
                        """,
                        update ->
                                update.bind("version", price.priceVersion())
                                        .bind("amount", price.amount().micros()));
        if (queued) {
            events.append(handle, List.of(job.queuedAt(price)));
        }
        return queued;
    }

    /// The job as it is now, seen by nobody else.
    Optional<Job> find(TenantId tenant, JobId id) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                        "select "
                                                + JobRow.COLUMNS
                                                + " from job j where j.id = :id"
                                                + " and j.tenant_id = :tenant")
                                .bind("id", id.value())
                                .bind("tenant", tenant.value())
                                .map(JobRow::read)
                                .findOne());
    }

    /// Removes a job that billing refused, with its key. Only the one who wrote it may, and only
    /// while nobody took it over: then no other hold for it can be on its way.
    boolean forget(Job job) {
        return update(
                job,
                """
                delete from job
                 where id = :id and tenant_id = :tenant and state = 'accepting' and takeovers = 0
                """,
                update -> update);
    }

    /// Gives the job up: its key is free again, its hold will be voided and its objects removed.
    void abandon(Job job) {
        update(
                job,
                """
                with given_up as (
                    update job set state = 'abandoned', void_at = now(), purge_at = now()
                     where id = :id and tenant_id = :tenant and state = 'accepting'
                    returning tenant_id, id)
                delete from idempotency i using given_up g
                 where i.tenant_id = g.tenant_id and i.job_id = g.id
                """,
                update -> update);
    }

    private boolean isIn(AcceptingJob accepting) {
        return isIn(accepting.job(), "accepting");
    }

    private boolean isIn(Job job, String state) {
        return jdbi.withHandle(
                handle ->
                        handle.createQuery(
                                                """
                                        select count(*) from job
                                         where id = :id and tenant_id = :tenant and state = :state
                                        """)
                                        .bind("id", job.id().value())
                                        .bind("tenant", job.tenant().value())
                                        .bind("state", state)
                                        .mapTo(Integer.class)
                                        .one()
                                == 1);
    }

    private interface Binding {
        Update to(Update update);
    }

    private boolean update(Job job, String sql, Binding binding) {
        return jdbi.withHandle(handle -> update(handle, job, sql, binding));
    }

    private static boolean update(Handle handle, Job job, String sql, Binding binding) {
        return binding.to(
                                handle.createUpdate(sql)
                                        .bind("id", job.id().value())
                                        .bind("tenant", job.tenant().value()))
                        .execute()
                == 1;
    }

    /// A commit whose answer was lost is unknown, not failed.
    private static boolean surely(BooleanSupplier write, BooleanSupplier isWritten) {
        try {
            return write.getAsBoolean();
        } catch (JdbiException e) {
            if (isWritten.getAsBoolean()) {
                return true;
            }
            throw e;
        }
    }
}
