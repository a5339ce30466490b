package dev.reelay.api.topup;

import dev.reelay.api.database.Column;
import dev.reelay.api.topup.TopUp.Money;
import dev.reelay.api.topup.TopUp.State;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Top-ups in the database.
@Singleton
final class PostgresTopUps {
    private static final String ALL =
            "id, tenant_id, credits, reason, expires_at, state, amount, currency, url";
    private static final String OWED =
            """
            update top_up set state = 'owed', owed_at = now(), due_at = now() + interval '5 s'
             where id = :id and state = 'open' and amount = :amount and currency = :currency
            returning\s"""
                    + ALL;

    private final Jdbi jdbi;

    PostgresTopUps(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// What is to be paid first.
    void open(TopUp topUp) {
        var cost = topUp.mustCost();
        jdbi.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        insert into top_up (id, tenant_id, kind, credits, reason,
                                            state, amount, currency)
                                        values (:id, :tenant, 'checkout', :credits, :reason,
                                            'open', :amount, :currency)
                                        on conflict (id) do nothing
                                        """)
                                .bind("id", topUp.id())
                                .bind("tenant", topUp.tenant().value())
                                .bind("credits", topUp.credits().micros())
                                .bind("reason", topUp.reason())
                                .bind("amount", cost.amount())
                                .bind("currency", cost.currency())
                                .execute());
    }

    void placed(UUID id, String url) {
        jdbi.useHandle(
                h ->
                        h.createUpdate("update top_up set url = :url where id = :id")
                                .bind("id", id)
                                .bind("url", url)
                                .execute());
    }

    /// Notes, once, that it was paid; empty where none is open for this much.
    Optional<TopUp> paid(UUID id, Money cost) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(OWED)
                                .bind("id", id)
                                .bind("amount", cost.amount())
                                .bind("currency", cost.currency())
                                .map((row, _) -> topUp(row))
                                .findOne());
    }

    /// What a code gives, in the transaction that redeems it.
    static void owe(Handle h, TopUp topUp) {
        h.createUpdate(
                        """
                        insert into top_up (id, tenant_id, kind, credits, reason, expires_at,
                            state, owed_at, due_at)
                        values (:id, :tenant, 'code', :credits, :reason, :expiresAt, 'owed',
                            now(), now() + interval '5 s')
                        """)
                .bind("id", topUp.id())
                .bind("tenant", topUp.tenant().value())
                .bind("credits", topUp.credits().micros())
                .bind("reason", topUp.reason())
                .bind("expiresAt", topUp.expiresAt())
                .execute();
    }

    Optional<TopUp> find(TenantId tenant, UUID id) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        "select "
                                                + ALL
                                                + " from top_up"
                                                + " where id = :id and tenant_id = :tenant")
                                .bind("id", id)
                                .bind("tenant", tenant.value())
                                .map((row, _) -> topUp(row))
                                .findOne());
    }

    /// Those that are owed; each comes again in 10 s until it is {@link #granted}.
    List<TopUp> claim(int limit) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        """
                                        with due as materialized (
                                            select id from top_up where due_at <= now()
                                             order by due_at limit :limit
                                               for no key update skip locked)
                                        update top_up set due_at = now() + interval '10 s'
                                         where id in (select id from due)
                                        returning\s"""
                                                + ALL)
                                .bind("limit", limit)
                                .map((row, _) -> topUp(row))
                                .list());
    }

    void granted(TopUp topUp) {
        jdbi.useHandle(
                h ->
                        h.createUpdate(
                                        """
                                        update top_up
                                           set state = 'granted', granted_at = now(), due_at = null
                                         where id = :id and tenant_id = :tenant and state = 'owed'
                                        """)
                                .bind("id", topUp.id())
                                .bind("tenant", topUp.tenant().value())
                                .execute());
    }

    private static TopUp topUp(ResultSet row) throws SQLException {
        var currency = row.getString("currency");
        return new TopUp(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new Credits(row.getLong("credits")),
                row.getString("reason"),
                Column.instant(row, "expires_at"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                currency == null ? null : new Money(row.getLong("amount"), currency),
                row.getString("url"));
    }
}
