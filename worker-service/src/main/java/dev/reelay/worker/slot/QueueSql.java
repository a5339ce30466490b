package dev.reelay.worker.slot;

/// Parts of statements that say who waits for a provider, and where a tenant that begins to wait
/// comes to stand.
public final class QueueSql {
    /// The end of an `insert into tenant_queue as q`: what is queued is added, and a tenant that
    /// was not kept waiting by others comes to stand at the provider's clock, which the insert has
    /// as what it had.
    public static final String JOIN =
            """
            on conflict (tenant_id, provider) do update
               set weight = excluded.weight, queued = q.queued + excluded.queued,
                   queued_seconds = q.queued_seconds + excluded.queued_seconds,
                   had = case when
            """
                    + keptWaiting("q.tenant_id", "q.provider")
                    + """
                              then q.had else greatest(q.had, excluded.had) end
            """;

    private QueueSql() {}

    /// Whether a tenant has an execution for a provider that only lacks a slot. In the order of the
    /// queue's index, so that one is read whatever the planner thinks of the others.
    ///
    /// @param tenant an expression, as the next
    static String claimable(String tenant, String provider) {
        return """
                coalesce(
                  (select true from execution ready
                    where ready.tenant_id = %s and ready.provider = %s
                      and ready.state = 'queued' and ready.not_before <= now()
                      and ready.deadline > now()
                    order by ready.not_before, ready.job_id, ready.output limit 1), false)
                """
                .formatted(tenant, provider);
    }

    /// Whether only others keep a tenant from what it wants of a provider: it has something to
    /// claim, and has not all that it may.
    static String keptWaiting(String tenant, String provider) {
        return claimable(tenant, provider)
                + """
                 and exists (select from tenant_slot own
                              where own.tenant_id = %s and own.in_flight < own.max_in_flight)
                """
                        .formatted(tenant);
    }

    /// The provider's clock: what the tenant that is next there has had, for its weight; where
    /// nobody is kept waiting, the most that anybody has had. Whoever begins to wait begins with at
    /// least that, so time without work is not saved up. What runs is not in it, so a guess that
    /// was too long puts nobody back.
    public static String clock(String provider) {
        return """
                coalesce(
                  (select ahead.had from tenant_queue ahead
                    where ahead.provider = %1$s and ahead.queued > 0 and %2$s
                    order by ahead.vtime, ahead.tenant_id limit 1),
                  (select max(ever.had) from tenant_queue ever where ever.provider = %1$s),
                  0)
                """
                .formatted(provider, keptWaiting("ahead.tenant_id", "ahead.provider"));
    }
}
