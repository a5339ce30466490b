package dev.reelay.billing.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.billing.ledger.PostgresAccounts;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.event.TenantNotice;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// When tenants are to be told, and what they were not told yet. That an account fell below its
/// amount is written where credits are taken.
@Singleton
class PostgresAlerts {
    private static final String TYPE = "credits.low";

    private final Jdbi jdbi;
    private final PostgresAccounts accounts;

    PostgresAlerts(Jdbi jdbi, PostgresAccounts accounts) {
        this.jdbi = jdbi;
        this.accounts = accounts;
    }

    /// From now on the tenant is told whenever what is available falls below this; zero for never.
    void tellBelow(TenantId tenant, AccountMode mode, Credits below) {
        accounts.open(tenant, mode);
        jdbi.useHandle(
                db ->
                        db.createUpdate(
                                        """
                                        update account set alert_below = :below
                                         where tenant_id = :tenant and mode = :mode
                                        """)
                                .bind("below", below.micros())
                                .bind("tenant", tenant.value())
                                .bind("mode", mode.word())
                                .execute());
    }

    /// Takes what is due, for all tenants; each comes again after 5 s, 10 s … 60 s until it is
    /// {@link #stored}, the same every time.
    List<TenantNotice> claim(int limit) {
        return jdbi.withHandle(
                db ->
                        db.createQuery(
                                        """
                                        with due as materialized (
                                          select id from credit_alert where tell_at <= now()
                                           order by tell_at limit :limit
                                             for no key update skip locked)
                                        update credit_alert c
                                           set told = told + 1,
                                               tell_at = now() + make_interval(secs =>
                                                   least(60, 5 * 2 ^ least(told, 4)))
                                          from due, account a
                                         where c.id = due.id and a.id = c.account_id
                                        returning c.id, a.tenant_id, a.mode, c.available, c.below,
                                                  c.created_at
                                        """)
                                .bind("limit", limit)
                                .map((row, _) -> notice(row))
                                .list());
    }

    private static TenantNotice notice(ResultSet row) throws SQLException {
        return new TenantNotice(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                TYPE,
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("object", "credits")
                        .put("mode", row.getString("mode"))
                        .put("available", new Credits(row.getLong("available")).toString())
                        .put("below", new Credits(row.getLong("below")).toString()));
    }

    /// The api has these. Ids of other services' notices mean nothing here.
    void stored(Collection<UUID> notices) {
        jdbi.useHandle(
                db ->
                        db.createUpdate("delete from credit_alert where id = any(:ids)")
                                .bindArray("ids", UUID.class, notices)
                                .execute());
    }
}
