package dev.reelay.worker.execution;

import dev.reelay.worker.provider.ProviderQueue;
import dev.reelay.worker.slot.QueueSql;

/// The statements that move an execution. Each is one transaction: the execution changes if it is
/// still as the writer knew it, and with it, or not at all, all that follows from the change.
///
/// Rows are locked in the order execution, job, tenant, account, and a queue only with its tenant;
/// a part that must wait for another reads from it.
final class ExecutionSql {
    /// An execution as {@link ExecutionRows} reads it.
    ///
    /// What was ordered is not known of those that a worker of before has stored.
    static final String COLUMNS =
            """
            e.job_id, e.tenant_id, e.output, e.epoch, e.state, e.attempt_id,
            e.intent_at is not null as intended, e.provider_task, e.provider_file,
            e.route, e.provider, e.model, e.account, e.cancel_asked, e.restored,
            coalesce(e.ordered_model, '') as ordered_model,
            coalesce(e.resolution, '') as resolution, coalesce(e.seconds, 0) as seconds
            """;

    /// Lets only the writer through that knows the present state and epoch.
    private static final String UNCHANGED =
            """
             where tenant_id = :tenant and job_id = :job and output = :output
               and epoch = :epoch and state = :state
               and (state <> 'submitting' or (intent_at is not null) = :intended)
            """;

    private static final String PROVIDER = ProviderQueue.providerIn("provider") + "\n";

    /// Adds the seconds for which a claim `e` held its slots, none where it was only queued, to
    /// what its queue `q` had.
    private static final String CHARGE =
            """
                     had = q.had + greatest(
                       0, extract(epoch from now() - e.claimed_at)::float8) / q.weight,
            """;

    /// The intent, on record before the first byte leaves.
    static final String INTEND =
            """
            with e as (
              update execution
                 set intent_at = now(), lease_until = now() + :lease * interval '1 ms'
            """
                    + UNCHANGED
                    + """
                 and not cancel_asked and deadline > now()
              returning attempt_id)
            update attempt a set state = 'sending', intent_at = now()
              from e where a.id = e.attempt_id
            """;

    static final String ACCEPT =
            """
            with e as (
              update execution
                 set state = 'in_progress', provider_task = :task, lease_until = null,
                     warnings = :warnings::json
            """
                    + UNCHANGED
                    + """
              returning job_id, output, attempt_id, cancel_asked, provider),
            a as (
              update attempt a
                 set state = 'accepted', provider_task = :task, resolved_at = now()
                from e where a.id = e.attempt_id),
            t as (
              insert into timer
                     (job_id, output, due_at, wait_ms, most_ms, looks_ms, rendered, provider)
              select job_id, output,
                     now() + case when cancel_asked then 0 else :first end * interval '1 ms',
                     :then, :most, nullif(:looks, '{}'), :rendered,
            """
                    + PROVIDER
                    + """
                from e
              on conflict (job_id, output) do update
                 set due_at = excluded.due_at, wait_ms = excluded.wait_ms,
                     most_ms = excluded.most_ms, looks_ms = excluded.looks_ms,
                     rendered = excluded.rendered, begun_at = excluded.begun_at, polls = 0,
                     made = 0, looked_at = null, rung = false),
            j as (
              update job j
                 set status = 'in_progress', started_at = now(), version = version + 1,
                     tell_at = now() + interval '2 s'
                from e where j.id = e.job_id and j.status = 'queued')
            select 1 from e
            """;

    static final String NOT_KNOWN =
            """
            with e as (
              update execution set state = 'unknown', lease_until = null
            """
                    + UNCHANGED
                    + """
              returning job_id, output, attempt_id, provider),
            a as (update attempt a set state = 'unknown' from e where a.id = e.attempt_id),
            t as (
              insert into timer (job_id, output, due_at, wait_ms, most_ms, provider)
              select job_id, output, now() + :wait * interval '1 ms', :first, :most,
            """
                    + PROVIDER
                    + """
                from e
              on conflict (job_id, output) do update set due_at = excluded.due_at)
            select 1 from e
            """;

    static final String SEND_AGAIN =
            """
            with e as (
              update execution
                 set state = 'submitting', epoch = epoch + 1,
                     lease_until = now() + :lease * interval '1 ms'
            """
                    + UNCHANGED
                    + """
              returning job_id, output, attempt_id, epoch),
            a as (
              update attempt a set state = 'sending', epoch = e.epoch
                from e where a.id = e.attempt_id),
            t as (
              delete from timer t using e where t.job_id = e.job_id and t.output = e.output)
            select 1 from e
            """;

    /// Back to the queue, of its next route's provider where that is another. The seconds that its
    /// slots were held stay charged.
    static final String QUEUE_AGAIN =
            """
            with e as (
              update execution
                 set state = 'queued', route = :route, provider = :provider, model = :model,
                     intent_at = null, lease_until = null,
                     not_before = now() + coalesce(:wait, 1000 * least(60, 2 ^ least(epoch, 6)))
                                          * interval '1 ms'
            """
                    + UNCHANGED
                    + """
              returning job_id, output, tenant_id, attempt_id, expected_seconds, claimed_at,
                        cancel_asked, account as had_account, provider, old.provider as left_provider),
            a as (
              update attempt a
                 set resolved_at = now(),
                     state = case a.state when 'prepared' then 'not_sent' else :resolved end
                from e where a.id = e.attempt_id),
            d as (
              delete from timer t using e where t.job_id = e.job_id and t.output = e.output),
            t as (
              update tenant_slot t set in_flight = t.in_flight - 1
                from e where t.tenant_id = e.tenant_id
              returning t.tenant_id),
            q as (
              update tenant_queue q
                 set running_seconds = q.running_seconds - e.expected_seconds,
            """
                    + CHARGE
                    + """
                     queued = q.queued + (e.provider = e.left_provider)::int,
                     queued_seconds = q.queued_seconds
                       + case when e.provider = e.left_provider then e.expected_seconds else 0 end
                from e, t where q.tenant_id = e.tenant_id and q.provider = e.left_provider
              returning q.tenant_id, q.weight),
            other as (
              insert into tenant_queue as q
                     (provider, tenant_id, weight, had, queued, queued_seconds)
              select e.provider, e.tenant_id, q.weight,
            """
                    + QueueSql.clock("e.provider")
                    + """
                     , 1, e.expected_seconds
                from e, q where e.provider <> e.left_provider
            """
                    + QueueSql.JOIN
                    + """
              ),
            s as (
              update account_slot s set in_flight = s.in_flight - 1
                from e, t where s.account = e.had_account)
            select cancel_asked from e
            """;

    /// The render is done: the account's slot is free. The timer becomes the lease of who stores.
    static final String STORE =
            """
            with e as (
              update execution
                 set state = 'storing', epoch = epoch + 1, provider_file = :file
            """
                    + UNCHANGED
                    + """
              returning job_id, output, account),
            s as (
              update account_slot s set in_flight = s.in_flight - 1
                from e where s.account = e.account),
            t as (
              update timer t
                 set due_at = now() + :lease * interval '1 ms', wait_ms = :lease, most_ms = :lease,
                     looks_ms = null, rendered = null
                from e where t.job_id = e.job_id and t.output = e.output)
            select 1 from e
            """;

    /// Whoever was storing has gone silent; what it wrote may lie about.
    static final String STORE_ANEW =
            """
            with e as (
              update execution set epoch = epoch + 1
            """
                    + UNCHANGED
                    + """
              returning job_id),
            j as (
              update job j set sweep_at = now() + interval '1 min'
                from e where j.id = e.job_id)
            select 1 from e
            """;

    static final String PROGRESS =
            """
            with e as (
              update execution set progress = :progress
            """
                    + UNCHANGED
                    + """
                 and progress + 5 <= :progress
              returning job_id, new.progress - old.progress as more)
            update job j
               set progress_sum = progress_sum + more, version = version + 1,
                   tell_at = now() + interval '2 s'
              from e where j.id = e.job_id
            """;

    /// The end of an execution, and with the last one the end of its job. The job's columns alone
    /// decide how it ended, so two ends at once cannot miss each other.
    static final String END =
            """
            with e as (
              update execution
                 set state = :ended, asset = :asset::json, failure = :failure::json,
                     ended_at = now(), lease_until = null, mismatches = :mismatches::json,
                     warnings = coalesce((warnings::jsonb || :messages::jsonb)::json, warnings),
                     progress = case when :ended = 'completed' then 100 else progress end
            """
                    + UNCHANGED
                    + """
              returning job_id, output, tenant_id, attempt_id, provider, account, expected_seconds,
                        case when old.state <> 'queued' then claimed_at end as claimed_at,
                        old.state as was, new.progress - old.progress as more),
            a as (
              update attempt a
                 set resolved_at = now(),
                     state = case a.state when 'prepared' then 'not_sent'
                                          when 'sending' then 'refused' else 'lost' end
                from e
               where a.id = e.attempt_id and a.state in ('prepared', 'sending', 'unknown')),
            d as (
              delete from timer t using e where t.job_id = e.job_id and t.output = e.output),
            j as (
              update job j
                 set live = live - 1,
                     delivered = delivered + (:ended = 'completed')::int,
                     progress_sum = progress_sum + more,
                     failure = coalesce(j.failure, :failure::json),
                     ended_as = coalesce(ended_as, nullif(:ended, 'completed')),
                     status = case when live > 1 then status
                                   when delivered > 0 or :ended = 'completed' then 'completed'
                                   else coalesce(ended_as, :ended) end,
                     ended_at = case when live = 1 then now() end,
                     clear_at = case when live = 1 then now() end,
                     sweep_at = case when (was = 'storing' and :ended <> 'completed')
                                       or (live = 1 and exists (select from input_fetch f
                                                                 where f.job_id = j.id))
                                     then now() + interval '1 min' else sweep_at end,
                     version = version + 1, tell_at = now() + interval '2 s'
                from e where j.id = e.job_id
              returning j.id),
            t as (
              update tenant_slot t set in_flight = t.in_flight - (was <> 'queued')::int
                from e, j where t.tenant_id = e.tenant_id
              returning t.tenant_id),
            q as (
              update tenant_queue q
                 set queued = q.queued - (was = 'queued')::int,
            """
                    + CHARGE
                    + """
                     queued_seconds = q.queued_seconds
                       - case when was = 'queued' then e.expected_seconds else 0 end,
                     running_seconds = q.running_seconds
                       - case when was = 'queued' then 0 else e.expected_seconds end
                from e, t where q.tenant_id = e.tenant_id and q.provider = e.provider),
            s as (
              update account_slot s set in_flight = s.in_flight - 1
                from e, t
               where s.account = e.account and was in ('submitting', 'unknown', 'in_progress'))
            select 1 from e
            """;

    private ExecutionSql() {}
}
