package dev.reelay.billing.hold;

import dev.reelay.billing.ledger.PostgresLots;
import dev.reelay.billing.ledger.PostgresLots.Capture;
import dev.reelay.billing.margin.PostgresCharges;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/// Holds and what they do to accounts. Every change locks the account before the hold, and accounts
/// as well as settled holds in the order of their ids, so no two of them wait for each other.
@Singleton
class PostgresHolds {
    private final Jdbi jdbi;

    PostgresHolds(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<Hold> find(JobId job) {
        return find(List.of(job)).stream().findFirst();
    }

    /// The holds of these jobs, those that are there.
    List<Hold> find(Collection<JobId> jobs) {
        return jdbi.withHandle(db -> find(db, jobs));
    }

    /// The holds of jobs with ids between these two, in the order of ids.
    List<Hold> between(JobId after, JobId until, int limit) {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        """
                                        select * from hold where id > :after and id < :until
                                         order by id limit :limit
                                        """)
                                .bind("after", after.value())
                                .bind("until", until.value())
                                .bind("limit", limit)
                                .map(PostgresHolds::hold)
                                .list());
    }

    private static List<Hold> find(Handle db, Collection<JobId> jobs) {
        return db.createQuery("select * from hold where id = any(:jobs)")
                .bindArray("jobs", UUID.class, ids(jobs))
                .map(PostgresHolds::hold)
                .list();
    }

    /// Gives back what an abandoned job holds, or leaves a tombstone that refuses a hold on its
    /// way. The answer is what stands afterwards; a settled hold stays settled.
    Hold voidHold(JobId job, TenantId tenant) {
        return jdbi.inTransaction(
                db -> {
                    if (leaveTombstone(db, job, tenant)) {
                        return find(db, List.of(job)).getFirst();
                    }
                    lockAccounts(db, List.of(job));
                    giveBack(db, job, tenant);
                    return find(db, List.of(job)).getFirst();
                });
    }

    private static boolean leaveTombstone(Handle db, JobId job, TenantId tenant) {
        return db.createUpdate(
                                """
                                insert into hold (id, tenant_id, state, resolved_at)
                                values (:job, :tenant, 'voided', now())
                                on conflict do nothing
                                """)
                        .bind("job", job.value())
                        .bind("tenant", tenant.value())
                        .execute()
                == 1;
    }

    private static void giveBack(Handle db, JobId job, TenantId tenant) {
        db.createUpdate(
                        """
                        with voided as (
                          update hold set state = 'voided', resolved_at = now()
                           where id = :job and tenant_id = :tenant and state = 'held'
                          returning id, account_id, amount, key_id, workspace_id,
                                    created_at),
                        credited as (
                          update account a
                             set held = held - v.amount, available = available + v.amount,
                                 last_entry = last_entry + sign(v.amount)::int,
                                 unfinished = unfinished - 1,
                                 jobs_today = jobs_today
                                   - (today = period_start('day', v.created_at))::int
                            from voided v where a.id = v.account_id
                          returning a.id, a.last_entry),
                        unspent as (
                          update spending k set spent = spent - v.amount
                            from voided v
                           where k.spender_id in (v.key_id, v.workspace_id)
                             and k.account_id = v.account_id
                             and k.starts = period_start(k.period, v.created_at))
                        insert into entry (account_id, number, kind, debit, credit, amount, hold_id)
                        select c.id, c.last_entry, 'void', 'held', 'available', v.amount, v.id
                          from credited c, voided v where v.amount > 0
                        """)
                .bind("job", job.value())
                .bind("tenant", tenant.value())
                .execute();
    }

    private static void lockAccounts(Handle db, Collection<JobId> jobs) {
        db.createQuery(
                        """
                        select id from account
                         where id in (select account_id from hold where id = any(:jobs))
                         order by id for no key update
                        """)
                .bindArray("jobs", UUID.class, ids(jobs))
                .mapTo(Long.class)
                .list();
    }

    /// Settles all of these in one transaction; one that is no longer held stays as it is. The
    /// answer is those that are settled now, by this call or before; each owes its message.
    List<Hold> settle(Collection<Settlement> settlements) {
        var settled = settlements.stream().map(Settlement::hold).toList();
        var charges = settlements.stream().flatMap(one -> one.charges().stream()).toList();
        var jobs = settled.stream().map(Hold::job).toList();
        return jdbi.inTransaction(
                db -> {
                    lockAccounts(db, jobs);
                    oweAgain(db, jobs);
                    PostgresLots.pay(db, resolve(db, settled));
                    PostgresCharges.note(db, charges);
                    return find(db, jobs).stream().filter(hold -> hold.state().settled()).toList();
                });
    }

    /// The answer is what was captured, for lots to pay.
    private static List<Capture> resolve(Handle db, Collection<Hold> settled) {
        return db.createQuery(
                        """
                        with resolved as (
                          update hold h
                             set state = r.state, captured = r.captured, resolved_at = now(),
                                 tell_at = now() + interval '2 s'
                            from unnest(:jobs, :tenants, :states, :captured)
                                   as r (id, tenant_id, state, captured)
                           where h.id = r.id and h.tenant_id = r.tenant_id and h.state = 'held'
                          returning h.id, h.account_id, h.captured, h.key_id,
                                    h.workspace_id, h.created_at,
                                    h.amount - h.captured as released),
                        posting as (
                          select account_id, id, kind, credit, amount,
                                 row_number() over (partition by account_id order by id, kind) as nth
                            from resolved cross join lateral
                                 (values ('capture', 'spent', captured),
                                         ('release', 'available', released))
                                   as side (kind, credit, amount)
                           where amount > 0),
                        total as (
                          select account_id, count(*) as jobs,
                                 sum((captured > 0)::int + (released > 0)::int) as postings,
                                 sum(captured) as captured, sum(released) as released
                            from resolved group by account_id),
                        back as (
                          select account_id, spender, period,
                                 period_start(period, created_at) as starts,
                                 sum(released) as released
                            from resolved cross join unnest(array[key_id, workspace_id]) spender
                                 cross join unnest(array['day', 'month', 'total']) period
                           where spender is not null and released > 0
                           group by 1, 2, 3, 4),
                        unspent as (
                          update spending k set spent = spent - b.released
                            from back b
                           where k.spender_id = b.spender and k.account_id = b.account_id
                             and k.period = b.period and k.starts = b.starts),
                        moved as (
                          update account a
                             set held = held - t.captured - t.released, spent = spent + t.captured,
                                 available = available + t.released,
                                 last_entry = last_entry + t.postings,
                                 unfinished = unfinished - t.jobs
                            from total t where a.id = t.account_id
                          returning a.id, a.last_entry - t.postings as before),
                        written as (
                          insert into entry
                                 (account_id, number, kind, debit, credit, amount, hold_id)
                          select m.id, m.before + p.nth, p.kind, 'held', p.credit, p.amount, p.id
                            from moved m join posting p on p.account_id = m.id
                          returning account_id, number, kind, amount, hold_id)
                        select w.account_id, w.number, w.amount, r.created_at
                          from written w join resolved r on r.id = w.hold_id
                         where w.kind = 'capture' order by w.account_id, w.number
                        """)
                .bindArray("jobs", UUID.class, settled.stream().map(h -> h.job().value()).toList())
                .bindArray(
                        "tenants",
                        UUID.class,
                        settled.stream().map(h -> h.tenant().value()).toList())
                .bindArray(
                        "states",
                        String.class,
                        settled.stream().map(h -> h.state().word()).toList())
                .bindArray(
                        "captured",
                        Long.class,
                        settled.stream().map(h -> h.captured().micros()).toList())
                .map(PostgresHolds::capture)
                .list();
    }

    /// Holds that were settled before owe their message again: whoever asks has not heard it.
    private static void oweAgain(Handle db, Collection<JobId> jobs) {
        db.createUpdate(
                        """
                        update hold set tell_at = now() + interval '2 s'
                         where id in (
                           select id from hold
                            where id = any(:jobs) and state in ('captured', 'released')
                              and tell_at is null
                            order by id for no key update)
                        """)
                .bindArray("jobs", UUID.class, ids(jobs))
                .execute();
    }

    /// Takes settlements whose message is overdue, at most this many, oldest first. Until ten
    /// seconds from now no other replica takes them.
    List<Hold> claimUntold(int limit) {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        """
                                        update hold set tell_at = now() + interval '10 s'
                                         where id in (
                                           select id from hold where tell_at <= now()
                                            order by tell_at limit :limit
                                              for no key update skip locked)
                                        returning *
                                        """)
                                .bind("limit", limit)
                                .map(PostgresHolds::hold)
                                .list());
    }

    /// A settlement that was told is owed no more: whoever lacks it asks again. Nobody asks for a
    /// refund, so that is told six times more, from 10 s to some 20 hours after the one before.
    void told(Collection<JobId> jobs) {
        jdbi.useHandle(
                db ->
                        db.createUpdate(
                                        """
                                        update hold
                                           set refund_told = refund_told + (refunded > 0)::int,
                                               tell_at = case
                                                 when refunded > 0 and refund_told < 6
                                                 then now() + make_interval(
                                                   secs => 10 * 6 ^ refund_told) end
                                         where id in (
                                           select id from hold where id = any(:jobs)
                                            order by id for no key update)
                                        """)
                                .bindArray("jobs", UUID.class, ids(jobs))
                                .execute());
    }

    private static List<UUID> ids(Collection<JobId> jobs) {
        return jobs.stream().map(JobId::value).toList();
    }

    private static Capture capture(ResultSet row, StatementContext context) throws SQLException {
        return new Capture(
                row.getLong("account_id"),
                row.getLong("number"),
                new Credits(row.getLong("amount")),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static Hold hold(ResultSet row, StatementContext context) throws SQLException {
        return new Hold(
                new JobId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getObject("account_id", Long.class),
                Hold.State.of(row.getString("state")),
                new Credits(row.getLong("amount")),
                new Credits(row.getLong("captured")),
                row.getInt("outputs"),
                row.getInt("price_version"),
                new Credits(row.getLong("refunded")));
    }
}
