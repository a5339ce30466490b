package dev.reelay.billing.margin;

import dev.reelay.common.id.JobId;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Charges of upstreams, and what of them is a loss. All of it is for a transaction that has locked
/// the accounts of the jobs.
public final class PostgresCharges {
    private PostgresCharges() {}

    /// Keeps those that are not kept yet, of jobs that are settled. For none it asks nothing.
    public static void note(Handle db, List<JobCharge> charges) {
        if (charges.isEmpty()) {
            return;
        }
        db.createUpdate(
                        """
                        with told as (
                          select * from unnest(:attempts, :jobs, :tenants, :outputs, :providers,
                                               :accounts, :models, :costs, :presumed)
                                   as t (attempt_id, job_id, tenant_id, output, provider, account,
                                         model, cost, presumed)),
                        noted as (
                          insert into upstream_charge
                                 (attempt_id, hold_id, output, provider, account, model, cost,
                                  presumed)
                          select t.attempt_id, h.id, t.output, t.provider, t.account, t.model,
                                 t.cost, t.presumed
                            from told t
                            join hold h on h.id = t.job_id and h.tenant_id = t.tenant_id
                           where h.state in ('captured', 'released')
                          on conflict do nothing
                          returning hold_id, cost),
                        summed as (
                          select h.account_id, sum(n.cost) as cost,
                                 coalesce(sum(n.cost) filter (where h.captured = h.refunded), 0)
                                   as loss
                            from noted n join hold h on h.id = n.hold_id
                           group by h.account_id)
                        update account a
                           set upstream_cost = a.upstream_cost + s.cost,
                               house_loss = a.house_loss + s.loss
                          from summed s where a.id = s.account_id
                        """)
                .bindArray("attempts", UUID.class, each(charges, c -> c.charge().attempt()))
                .bindArray("jobs", UUID.class, each(charges, c -> c.job().value()))
                .bindArray("tenants", UUID.class, each(charges, c -> c.tenant().value()))
                .bindArray("outputs", Integer.class, each(charges, c -> c.charge().output()))
                .bindArray("providers", String.class, each(charges, c -> c.charge().provider()))
                .bindArray("accounts", String.class, each(charges, c -> c.charge().account()))
                .bindArray("models", String.class, each(charges, c -> c.charge().model()))
                .bindArray("costs", Long.class, each(charges, c -> c.charge().costMicros()))
                .bindArray("presumed", Boolean.class, each(charges, c -> c.charge().presumed()))
                .execute();
    }

    private static <T> List<T> each(List<JobCharge> charges, Function<JobCharge, T> part) {
        return charges.stream().map(part).toList();
    }

    /// A job's charges become a loss where the tenant has now back all that it paid.
    public static void refunded(Handle db, JobId job) {
        db.createUpdate(
                        """
                        update account a set house_loss = a.house_loss + c.cost
                          from hold h,
                               lateral (select coalesce(sum(cost), 0)::bigint as cost
                                          from upstream_charge where hold_id = h.id) c
                         where h.id = :job and a.id = h.account_id and h.captured = h.refunded
                        """)
                .bind("job", job.value())
                .execute();
    }
}
