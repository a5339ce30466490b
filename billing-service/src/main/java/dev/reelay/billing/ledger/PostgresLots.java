package dev.reelay.billing.ledger;

import dev.reelay.billing.ledger.Lot.Part;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Lots, and the entries that fill and use them. All of it is for a transaction that has locked the
/// rows of the accounts, so nobody changes a lot at the same time.
public final class PostgresLots {
    private PostgresLots() {}

    /// An account, its row locked until the end of the transaction.
    public record Locked(long id, TenantId tenant, AccountMode mode, Credits available) {}

    public static Locked lock(Handle db, long account) {
        return db.createQuery(
                        """
                        select id, tenant_id, mode, available from account
                         where id = :account for no key update
                        """)
                .bind("account", account)
                .map(
                        (row, _) ->
                                new Locked(
                                        row.getLong("id"),
                                        new TenantId(row.getObject("tenant_id", UUID.class)),
                                        AccountMode.of(row.getString("mode")),
                                        new Credits(row.getLong("available"))))
                .one();
    }

    /// What is left of each account's lots; an account without any is left out.
    public static Map<Long, Lots> open(Handle db, Collection<Long> accounts) {
        return db
                .createQuery(
                        """
                        select * from lot where account_id = any(:accounts) and remaining > 0
                        """)
                .bindArray("accounts", Long.class, accounts)
                .map((row, _) -> Map.entry(row.getLong("account_id"), lot(row)))
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.mapping(
                                        Map.Entry::getValue,
                                        Collectors.collectingAndThen(
                                                Collectors.toList(), Lots::new))));
    }

    static Lot lot(ResultSet row) throws SQLException {
        var expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new Lot(
                row.getObject("id", UUID.class),
                row.getLong("nth"),
                expiresAt == null ? null : expiresAt.toInstant(),
                new Credits(row.getLong("remaining")));
    }

    /// Makes an empty lot of an account, for a posting to fill.
    ///
    /// @param id that of the grant or the adjustment which gives it
    public static void add(
            Handle db, long account, UUID id, Credits amount, @Nullable Instant expiresAt) {
        db.createUpdate(
                        """
                        insert into lot (id, account_id, amount, remaining, expires_at)
                        values (:id, :account, :amount, 0, :expiresAt)
                        """)
                .bind("id", id)
                .bind("account", account)
                .bind("amount", amount.micros())
                .bind("expiresAt", expiresAt)
                .execute();
    }

    /// Moves credits between two books of an account and writes the entry. Throws
    /// `IllegalStateException` where as much is not available.
    public static void book(Handle db, long account, Posting posting) {
        var kind = posting.kind();
        var number =
                db.createQuery(
                                """
                                with moved as (
                                  update account
                                     set granted = granted + case :debit when 'granted' then :amount else 0 end,
                                         available = available
                                           + case :credit when 'available' then :amount else 0 end
                                           - case :debit when 'available' then :amount else 0 end,
                                         spent = spent - case :debit when 'spent' then :amount else 0 end,
                                         expired = expired + case :credit when 'expired' then :amount else 0 end,
                                         withdrawn = withdrawn
                                           + case :credit when 'withdrawn' then :amount else 0 end,
                                         last_entry = last_entry + 1
                                   where id = :account
                                     and (:debit <> 'available' or available >= :amount)
                                  returning id, last_entry)
                                insert into entry (account_id, number, kind, debit, credit, amount,
                                                   grant_id, adjustment_id, hold_id)
                                select id, last_entry, :kind, :debit, :credit, :amount,
                                       case when :kind = 'grant' then :about end,
                                       case when :kind = 'adjustment' then :about end,
                                       case when :kind = 'refund' then :about end
                                  from moved
                                returning number
                                """)
                        .bind("account", account)
                        .bind("kind", kind.word)
                        .bind("debit", kind.debit)
                        .bind("credit", kind.credit)
                        .bind("amount", posting.amount().micros())
                        .bind("about", posting.about())
                        .mapTo(Long.class)
                        .findOne()
                        .orElseThrow(() -> new IllegalStateException("less is available"));
        attribute(db, kind.fills(), List.of(new Entry(account, number, posting.parts())));
    }

    /// An entry and the lots of its account that it fills or uses.
    record Entry(long account, long number, List<Part> parts) {}

    /// A captured hold, and its entry.
    ///
    /// @param heldAt when it was set aside
    public record Capture(long account, long number, Credits amount, Instant heldAt) {}

    /// Finds the lots that pay for captures which are booked already, in this order.
    public static void pay(Handle db, List<Capture> captures) {
        if (captures.isEmpty()) {
            return;
        }
        var left = new HashMap<>(open(db, captures.stream().map(Capture::account).toList()));
        var entries = new ArrayList<Entry>();
        for (var capture : captures) {
            var lots = left.getOrDefault(capture.account(), new Lots(List.of()));
            var parts = lots.spend(capture.amount(), capture.heldAt());
            left.put(capture.account(), lots.less(parts));
            entries.add(new Entry(capture.account(), capture.number(), parts));
        }
        attribute(db, false, entries);
    }

    private static void attribute(Handle db, boolean fills, List<Entry> entries) {
        var accounts = new ArrayList<Long>();
        var numbers = new ArrayList<Long>();
        var lots = new ArrayList<UUID>();
        var amounts = new ArrayList<Long>();
        for (var entry : entries) {
            for (var part : entry.parts()) {
                accounts.add(entry.account());
                numbers.add(entry.number());
                lots.add(part.lot());
                amounts.add(fills ? part.amount().micros() : -part.amount().micros());
            }
        }
        db.createUpdate(
                        """
                        with part as materialized (
                          select * from unnest(:accounts, :numbers, :lots, :amounts) with ordinality
                                   as p (account_id, number, lot_id, amount, nth)),
                        noted as (
                          insert into lot_posting (account_id, number, nth, lot_id, amount)
                          select account_id, number, nth, lot_id, amount from part)
                        update lot l set remaining = l.remaining + p.amount
                          from (select lot_id, sum(amount)::bigint as amount
                                  from part group by lot_id) p
                         where l.id = p.lot_id
                        """)
                .bindArray("accounts", Long.class, accounts)
                .bindArray("numbers", Long.class, numbers)
                .bindArray("lots", UUID.class, lots)
                .bindArray("amounts", Long.class, amounts)
                .execute();
    }

    /// The lots that an entry used, in the order in which they paid.
    public static List<Part> paid(Handle db, long account, long number) {
        return db.createQuery(
                        """
                        select lot_id, -amount as amount from lot_posting
                         where account_id = :account and number = :number order by nth
                        """)
                .bind("account", account)
                .bind("number", number)
                .map(
                        (row, _) ->
                                new Part(
                                        row.getObject("lot_id", UUID.class),
                                        new Credits(row.getLong("amount"))))
                .list();
    }
}
