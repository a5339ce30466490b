package dev.reelay.billing.hold;

import dev.reelay.billing.database.DatabaseError;
import dev.reelay.billing.price.Price.Priced;
import dev.reelay.common.id.JobId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Where available credits become held ones.
@Singleton
class PostgresTaking {
    /// A hold that is asked for, and what it costs.
    record Wanted(JobId job, HoldRequest request, Priced price) {}

    private final Jdbi jdbi;

    PostgresTaking(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Debits one account, holds and writes the entries, all of them in one statement, and that the
    /// tenant is to be told where so little is left then as was not before. False where nothing was
    /// changed: a hold is there already, or the account is missing or short of them together.
    ///
    /// @param all of one tenant and mode
    boolean take(List<Wanted> all) {
        try {
            return jdbi.withHandle(db -> take(db, all)) == all.size();
        } catch (JdbiException e) {
            if (DatabaseError.of(e) == DatabaseError.DUPLICATE) {
                return false; // lost a race for an id; the whole statement is undone
            }
            throw e;
        }
    }

    /// The guard must stand in the debit itself, and the insert must be able to fail. With `on
    /// conflict do nothing` either of two orders of these steps moves money without a hold.
    private static int take(Handle db, List<Wanted> all) {
        var request = all.getFirst().request();
        return db.createQuery(
                        """
                        with wanted as materialized (
                          select * from unnest(:jobs, :amounts, :outputs, :versions, :models,
                                               :resolutions, :seconds, :audios, :qualities)
                                   with ordinality
                                   as w (job, amount, outputs, version, model, resolution, seconds,
                                         audio, quality, nth)),
                        together as materialized (
                          select sum(amount)::bigint as amount,
                                 count(*) filter (where amount > 0) as entries
                            from wanted),
                        debited as (
                          update account
                             set available = available - t.amount, held = held + t.amount,
                                 last_entry = last_entry + t.entries
                            from together t
                           where tenant_id = :tenant and mode = :mode and available >= t.amount
                             and not exists (select from hold where id = any(:jobs))
                          returning id, last_entry - t.entries as entries_before, alert_below,
                                    old.available as available_before, available),
                        alerted as (
                          insert into credit_alert (account_id, available, below)
                          select id, available, alert_below from debited
                           where available < alert_below and available_before >= alert_below),
                        placed as (
                          insert into hold (id, tenant_id, state, account_id, amount, outputs,
                                            price_version, model, resolution, seconds, audio,
                                            quality)
                          select w.job, :tenant, 'held', d.id, w.amount, w.outputs,
                                 w.version, w.model, w.resolution, w.seconds, w.audio, w.quality
                            from wanted w cross join debited d
                          returning id),
                        posted as (
                          insert into entry
                                 (account_id, number, kind, debit, credit, amount, hold_id)
                          select d.id, d.entries_before + row_number() over (order by w.nth),
                                 'hold', 'available', 'held', w.amount, p.id
                            from debited d cross join wanted w join placed p on p.id = w.job
                           where w.amount > 0)
                        select count(*) from placed
                        """)
                .bind("tenant", request.tenant().value())
                .bind("mode", request.mode().word())
                .bindArray("jobs", UUID.class, each(all, w -> w.job().value()))
                .bindArray("amounts", Long.class, each(all, w -> w.price().amount().micros()))
                .bindArray("outputs", Integer.class, each(all, w -> w.request().facts().outputs()))
                .bindArray("versions", Integer.class, each(all, w -> w.price().version()))
                .bindArray("models", String.class, each(all, w -> w.request().facts().model()))
                .bindArray(
                        "resolutions",
                        String.class,
                        each(all, w -> w.request().facts().tier().word()))
                .bindArray("seconds", Integer.class, each(all, w -> w.request().facts().seconds()))
                .bindArray("audios", Boolean.class, each(all, w -> w.request().facts().audio()))
                .bindArray("qualities", String.class, each(all, w -> w.request().facts().quality()))
                .mapTo(Integer.class)
                .one();
    }

    private static Object[] each(List<Wanted> all, Function<Wanted, @Nullable Object> part) {
        return all.stream().map(part).toArray();
    }
}
