package dev.reelay.worker.finding;

import dev.reelay.common.finding.Check;
import dev.reelay.worker.provider.ProviderQueue;
import java.util.List;

/// What does not stay for long while workers are at work. For all tenants: it serves no request of
/// theirs.
final class WorkerChecks {
    private static final String LIVE =
            "state in ('queued', 'submitting', 'unknown', 'in_progress', 'storing')";

    static final List<Check> ALL =
            List.of(
                    new Check(
                            "worker.overdue",
                            "executions go on although their deadline passed ten minutes ago",
                            "See that workers with the role generate run, and what their logs say"
                                    + " of these jobs.",
                            """
                            select job_id || '/' || output from execution
                             where %s and deadline < now() - interval '10 minutes'
                            """
                                    .formatted(LIVE)),
                    new Check(
                            "worker.submits",
                            "a submit was begun, its worker died, and no other has taken it over",
                            "See that workers with the role generate run.",
                            """
                            select job_id || '/' || output from execution
                             where state = 'submitting'
                               and lease_until < now() - interval '5 minutes'
                            """),
                    new Check(
                            "worker.unknown",
                            "nobody knows whether these submits reached the provider, and it was"
                                    + " not found out in an hour",
                            "Look for the attempt's id, or the time, in the provider's own console;"
                                    + " a clip there is paid for and nobody's.",
                            """
                            select provider || ' ' || account || ' ' || id from attempt
                             where state in ('sending', 'unknown')
                               and intent_at < now() - interval '1 hour'
                             order by intent_at
                            """),
                    new Check(
                            "worker.polls",
                            "running jobs should have been looked at two minutes ago",
                            "Workers are too few or too busy: start more with the role generate.",
                            """
                            select job_id || '/' || output from timer
                             where due_at < now() - interval '2 minutes'
                            """),
                    new Check(
                            "worker.unserved",
                            "jobs wait for a provider that has no account, or none with slots",
                            "Enter an account for it (PUT /admin/v1/accounts/{name}), or leave it"
                                    + " out of REELAY_CATALOGUE_PROVIDERS.",
                            """
                            select q.provider || ': ' || sum(q.queued) from tenant_queue q
                             where q.queued > 0 and %s and not exists (
                               select from account_slot a
                                where a.provider = q.provider and a.max_in_flight > 0)
                             group by q.provider
                            """
                                    .formatted(ProviderQueue.isOperators("q.provider"))),
                    new Check(
                            "worker.closed",
                            "a provider refuses an account",
                            "Look at GET /admin/v1/accounts/{name}; when its key or balance is put"
                                    + " right, POST …/check opens it.",
                            """
                            select account || ': ' || closed_why from account_slot
                             where closed_until > now() + interval '1 minute'
                               and %s
                            """
                                    .formatted(ProviderQueue.isOperators("provider"))),
                    new Check(
                            "worker.slots",
                            "counted slots or queues are not what a recount gives",
                            "A bug: jobs may wait for slots that nobody has. Report it with these"
                                    + " names and the log.",
                            """
                            select 'account ' || s.account from account_slot s
                             where s.in_flight <> (
                               select count(*) from execution e
                                where e.account = s.account and %1$s and e.state <> 'queued')
                            union all
                            select 'tenant ' || s.tenant_id from tenant_slot s
                             where s.in_flight <> (
                               select count(*) from execution e
                                where e.tenant_id = s.tenant_id and %1$s and e.state <> 'queued')
                            union all
                            select 'queue ' || q.tenant_id || ' ' || q.provider from tenant_queue q
                             where q.queued <> (
                               select count(*) from execution e
                                where e.tenant_id = q.tenant_id and e.provider = q.provider
                                  and e.state = 'queued')
                            """
                                    .formatted(LIVE)),
                    new Check(
                            "worker.reports",
                            "the other services were not told in five minutes that these jobs ended",
                            "See that Kafka runs and that workers reach it.",
                            """
                            select id::text from job
                             where told_version < version
                               and ended_at < now() - interval '5 minutes'
                            """),
                    new Check(
                            "worker.deliveries",
                            "webhooks should have been sent ten minutes ago",
                            "See that workers with the role webhook run; start more of them.",
                            """
                            select id::text from delivery where due_at < now() - interval '10 minutes'
                            """),
                    new Check(
                            "worker.objects",
                            "files of workers that died were not looked for",
                            "See that the object store can be listed and deleted from.",
                            """
                            select id::text from job
                             where sweep_at is not null and ended_at < now() - interval '1 hour'
                            """));

    private WorkerChecks() {}
}
