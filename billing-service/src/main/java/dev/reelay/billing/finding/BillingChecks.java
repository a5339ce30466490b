package dev.reelay.billing.finding;

import dev.reelay.common.finding.Check;
import java.util.List;

/// What does not stay for long while jobs end and are settled. Whether the books are right is the
/// proof's question.
final class BillingChecks {
    static final List<Check> ALL =
            List.of(
                    new Check(
                            "billing.held",
                            "credits are held for jobs that began two days ago",
                            "Look at the jobs: none lives that long. See that workers and Kafka"
                                    + " run.",
                            """
                            select id::text from hold
                             where state = 'held' and created_at < now() - interval '2 days'
                             order by created_at
                            """),
                    new Check(
                            "billing.settlements",
                            "the api has not been told that these jobs are settled",
                            "See that Kafka runs and that billing reaches it.",
                            """
                            select id::text from hold
                             where tell_at is not null
                               and resolved_at < now() - interval '5 minutes'
                               and not exists (select from refund where hold_id = hold.id)
                            """),
                    new Check(
                            "billing.alerts",
                            "tenants have not been told that their credits run low",
                            "See that Kafka runs and that billing reaches it.",
                            """
                            select id::text from credit_alert
                             where created_at < now() - interval '5 minutes'
                            """),
                    new Check(
                            "billing.expiry",
                            "promotional credits are past their time and still there",
                            "See what billing's log says of expiring them.",
                            """
                            select l.id::text from lot l
                             where l.remaining > 0 and l.expires_at < now() - interval '1 hour'
                               and not exists (
                                 select from hold h
                                  where h.account_id = l.account_id and h.state = 'held'
                                    and h.created_at < l.expires_at)
                            """));

    private BillingChecks() {}
}
