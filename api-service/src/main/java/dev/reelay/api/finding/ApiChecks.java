package dev.reelay.api.finding;

import dev.reelay.common.finding.Check;
import java.util.List;

/// What does not stay for long while the services reach each other. For all tenants: only operators
/// see it. Whatever is tried again has its next time set anew, so what counts is when it began.
final class ApiChecks {
    private static final String LINE = "See that Kafka and workers run; until then it is repeated.";

    static final List<Check> ALL =
            List.of(
                    new Check(
                            "api.accepting",
                            "submits were neither accepted nor given up in three minutes",
                            "See that the api's own log says nothing of its database.",
                            """
                            select id::text from job
                             where state = 'accepting'
                               and accepting_since < now() - interval '3 minutes'
                            """),
                    new Check(
                            "api.voids",
                            "credits are held for submits that were given up",
                            "See that billing-service runs and that the api reaches it.",
                            """
                            select id::text from job
                             where void_at is not null
                               and accepting_since < now() - interval '10 minutes'
                            """),
                    new Check(
                            "api.unstored",
                            "accepted jobs that no worker has taken over in three minutes",
                            LINE,
                            """
                            select id::text from job
                             where state = 'queued' and stored_at is null
                               and accepting_since < now() - interval '3 minutes'
                            """),
                    new Check(
                            "api.overdue",
                            "jobs go on although their deadline passed ten minutes ago",
                            LINE,
                            """
                            select id::text from job
                             where state in ('queued', 'in_progress')
                               and deadline < now() - interval '10 minutes'
                            """),
                    new Check(
                            "api.unsettled",
                            "jobs ended and their credits were not settled in five minutes",
                            "See that billing-service and Kafka run; until then it is repeated.",
                            """
                            select id::text from job
                             where ended_at < now() - interval '5 minutes' and settled_at is null
                               and state <> 'abandoned' and amount is not null
                            """),
                    new Check(
                            "api.events",
                            "events have not reached the senders of webhooks in five minutes",
                            "See that Kafka and workers with the role webhook run.",
                            """
                            select id::text from event
                             where tell_at is not null
                               and created_at < now() - interval '5 minutes'
                            """),
                    new Check(
                            "api.top_ups",
                            "paid top-ups were not granted in five minutes",
                            "See that billing-service runs and that the api reaches it.",
                            """
                            select id::text from top_up
                             where due_at is not null and owed_at < now() - interval '5 minutes'
                            """),
                    new Check(
                            "api.files",
                            "files are past their time and were not removed in an hour",
                            "See that the object store can be deleted from.",
                            """
                            select id::text from job
                             where purge_at is not null
                               and least(expires_at, deleted_at) < now() - interval '1 hour'
                            """),
                    new Check(
                            "api.lost_files",
                            "completed videos have files that the store has not, since it was set"
                                    + " back",
                            "Bring the objects back under outputs/<tenant>/<job>/; that is seen"
                                    + " within minutes. What stays lost for"
                                    + " REELAY_RESTORE_FILES_AWAITED is refunded.",
                            """
                            select job_id::text from file_check
                             where missing_since is not null order by job_id
                            """));

    private ApiChecks() {}
}
