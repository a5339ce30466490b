package dev.reelay.billing.ledger;

/// What must hold of the ledger at every moment, with the statement that counts what breaks it. L8,
/// that commands may repeat, is not seen in a snapshot.
enum Invariant {
    L1(
            "no book of an account is below zero",
            """
            select count(*) from account
             where least(granted, available, held, spent, expired, withdrawn) < 0
            """),
    L2(
            "every entry takes from one book what it puts into another",
            """
            select count(*) from entry
             where amount <= 0 or debit = credit
                or debit not in ('granted', 'available', 'held', 'spent')
                or credit not in ('available', 'held', 'spent', 'expired', 'withdrawn')
            """),
    L3(
            "balances and lots are the sums of their entries, and what is held is the sum of held holds",
            """
            with booked as (
              select account_id,
                     sum(amount) filter (where debit = 'granted') as granted,
                     sum(amount) filter (where credit = 'available') as into_available,
                     sum(amount) filter (where debit = 'available') as out_of_available,
                     sum(amount) filter (where credit = 'held') as into_held,
                     sum(amount) filter (where debit = 'held') as out_of_held,
                     sum(amount) filter (where credit = 'spent') as into_spent,
                     sum(amount) filter (where debit = 'spent') as out_of_spent,
                     sum(amount) filter (where credit = 'expired') as expired,
                     sum(amount) filter (where credit = 'withdrawn') as withdrawn
                from entry group by account_id),
            holding as (
              select account_id, sum(amount) as held from hold
               where state = 'held' group by account_id),
            filled as (
              select lot_id, account_id, sum(amount) as remaining
                from lot_posting group by lot_id, account_id),
            attributed as (
              select account_id, number, sum(amount) as amount
                from lot_posting group by account_id, number)
            select
              (select count(*) from account a
                 left join booked b on b.account_id = a.id
                 left join holding h on h.account_id = a.id
                where a.granted <> coalesce(b.granted, 0)
                   or a.available <> coalesce(b.into_available, 0) - coalesce(b.out_of_available, 0)
                   or a.held <> coalesce(b.into_held, 0) - coalesce(b.out_of_held, 0)
                   or a.spent <> coalesce(b.into_spent, 0) - coalesce(b.out_of_spent, 0)
                   or a.expired <> coalesce(b.expired, 0)
                   or a.withdrawn <> coalesce(b.withdrawn, 0)
                   or a.held <> coalesce(h.held, 0))
              + (select count(*) from lot l
                   full join filled f on f.lot_id = l.id and f.account_id = l.account_id
                  where l.remaining is distinct from f.remaining)
              + (select count(*) from entry e
                   full join attributed p on p.account_id = e.account_id and p.number = e.number
                  where coalesce(p.amount, 0) is distinct from
                        case when e.kind in ('grant', 'refund') then e.amount
                             when e.kind in ('capture', 'expire') then -e.amount
                             when e.kind = 'adjustment' and e.credit = 'available' then e.amount
                             when e.kind = 'adjustment' then -e.amount
                             else 0 end)
            """),
    L4(
            "a hold is resolved at most once, for no more than was held",
            """
            with resolved as (
              select hold_id,
                     coalesce(sum(amount) filter (where kind = 'hold'), 0) as held,
                     coalesce(sum(amount) filter (
                       where kind in ('capture', 'release', 'void')), 0) as resolved,
                     count(*) filter (where kind in ('release', 'void')) as returns
                from entry where hold_id is not null group by hold_id)
            select count(*) from hold h left join resolved r on r.hold_id = h.id
             where h.captured > h.amount or r.resolved > r.held or r.returns > 1
            """),
    L5(
            "each hold's entries are exactly those of its state",
            """
            with posted as (
              select hold_id,
                     coalesce(sum(amount) filter (where kind = 'hold'), 0) as held,
                     coalesce(sum(amount) filter (where kind = 'capture'), 0) as captured,
                     coalesce(sum(amount) filter (where kind = 'release'), 0) as released,
                     coalesce(sum(amount) filter (where kind = 'void'), 0) as voided
                from entry where hold_id is not null group by hold_id)
            select count(*) from hold h left join posted p on p.hold_id = h.id
             where coalesce(p.held, 0) <> h.amount
                or coalesce(p.captured, 0) <> h.captured
                or coalesce(p.released, 0) <>
                   case when h.state in ('captured', 'released') then h.amount - h.captured else 0 end
                or coalesce(p.voided, 0) <> case when h.state = 'voided' then h.amount else 0 end
            """),
    L6(
            "a job is charged at most once, and refunded at most once for no more than that",
            """
            with moved as (
              select hold_id, count(*) filter (where kind = 'capture') as charges,
                     count(*) filter (where kind = 'refund') as refunds,
                     coalesce(sum(amount) filter (where kind = 'capture'), 0) as charged,
                     coalesce(sum(amount) filter (where kind = 'refund'), 0) as refunded
                from entry where kind in ('capture', 'refund') group by hold_id)
            select (select count(*) from moved m full join refund r on r.hold_id = m.hold_id
                     where m.charges is distinct from 1 or m.refunds > 1 or m.refunded > m.charged
                        or m.refunded is distinct from coalesce(r.amount, 0))
                 + (select count(*) from hold h left join refund r on r.hold_id = h.id
                     where h.refunded <> coalesce(r.amount, 0))
            """),
    L7(
            "each amount is the price of its frozen version",
            // Equal facts are priced once, so these are few rows however many holds there are. Who
            // pays counts where the version has a price of its own for that tenant.
            """
            select h.price_version, h.model, h.resolution, h.seconds, h.audio, h.quality, h.outputs,
                   h.amount, h.mode, h.plan, h.own_account,
                   case when v.overrides @>
                             jsonb_build_array(jsonb_build_object('tenant', h.tenant_id))
                        then h.tenant_id end as tenant_id,
                   count(*) as holds
              from hold h join price_version v on v.id = h.price_version
             group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
            """),
    L9(
            "what was given is available, held, spent, expired or withdrawn, lots have what is left, and"
                    + " of adjustments only booked ones moved anything",
            """
            with given as (
              select account_id, sum(amount) as amount
                from (select account_id, amount from credit_grant
                      union all
                      select account_id, amount from adjustment
                       where state = 'booked' and amount > 0) g
               group by account_id),
            taken as (
              select account_id, -sum(amount) as amount from adjustment
               where state = 'booked' and amount < 0 group by account_id),
            left_over as (
              select account_id, sum(remaining) as amount from lot group by account_id)
            select (select count(*) from account a
                      left join given g on g.account_id = a.id
                      left join taken t on t.account_id = a.id
                      left join left_over l on l.account_id = a.id
                     where a.granted - a.spent - a.expired - a.withdrawn <> a.available + a.held
                        or a.granted <> coalesce(g.amount, 0)
                        or a.withdrawn <> coalesce(t.amount, 0)
                        or a.available + a.held <> coalesce(l.amount, 0))
                 + (select count(*) from adjustment d left join entry e on e.adjustment_id = d.id
                     where (d.state = 'booked') <> (e.adjustment_id is not null))
            """),
    L10(
            "entries and what lots have of them are append-only: their triggers stand and none of an account's is missing",
            """
            with counted as (
              select account_id, count(*) as entries, max(number) as last
                from entry group by account_id)
            select 4 - (select count(*) from pg_trigger
                         where tgrelid in ('entry'::regclass, 'lot_posting'::regclass)
                           and tgenabled = 'O'
                           and tgname in ('entry_append_only', 'entry_no_truncate',
                                          'lot_posting_append_only', 'lot_posting_no_truncate'))
                 + (select count(*) from account a
                      full join counted c on c.account_id = a.id
                     where coalesce(c.entries, 0) <> coalesce(a.last_entry, 0)
                        or coalesce(c.last, 0) <> coalesce(a.last_entry, 0))
            """),
    U1(
            "what upstreams charged, and what of it no tenant paid for, is the sum of the attempts' charges",
            """
            with counted as (
              select h.account_id, sum(c.cost) as cost,
                     coalesce(sum(c.cost) filter (where h.captured = h.refunded), 0) as loss
                from upstream_charge c join hold h on h.id = c.hold_id group by h.account_id)
            select (select count(*) from account a left join counted c on c.account_id = a.id
                     where a.upstream_cost <> coalesce(c.cost, 0)
                        or a.house_loss <> coalesce(c.loss, 0))
                 + (select count(*) from upstream_charge c join hold h on h.id = c.hold_id
                     where h.state not in ('captured', 'released'))
                 + 2 - (select count(*) from pg_trigger
                         where tgrelid = 'upstream_charge'::regclass and tgenabled = 'O'
                           and tgname in ('upstream_charge_append_only',
                                          'upstream_charge_no_truncate'))
            """),
    K1(
            "what counts towards limits is what the holds come to",
            """
            with counted as (
              select h.account_id, count(*) filter (where h.state = 'held') as unfinished,
                     count(*) filter (where h.state <> 'voided'
                       and period_start('day', h.created_at) = a.today) as today
                from hold h join account a on a.id = h.account_id group by h.account_id)
            select (select count(*) from account a left join counted c on c.account_id = a.id
                     where a.unfinished <> coalesce(c.unfinished, 0)
                        or a.jobs_today <> coalesce(c.today, 0))
                 + (select count(*) from spending k
                     where k.spent <> (
                       select coalesce(sum(case h.state when 'held' then h.amount
                                                        else h.captured end), 0)
                         from hold h
                        where (h.key_id = k.spender_id or h.workspace_id = k.spender_id)
                          and h.account_id = k.account_id
                          and period_start(k.period, h.created_at) = k.starts))
            """);

    private final String claim;
    private final String sql;

    Invariant(String claim, String sql) {
        this.claim = claim;
        this.sql = sql;
    }

    String claim() {
        return claim;
    }

    /// One row with one number: how many rows break it. For L7 what was paid, for the price rules
    /// to recount.
    String sql() {
        return sql;
    }
}
