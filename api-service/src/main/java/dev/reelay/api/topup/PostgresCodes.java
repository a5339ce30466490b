package dev.reelay.api.topup;

import dev.reelay.api.database.Column;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Codes in the database: their digests, never their text.
@Singleton
final class PostgresCodes {
    private final Jdbi jdbi;

    PostgresCodes(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record NewCode(UUID id, CodeText text) {}

    void insert(List<NewCode> made, Codes.Terms terms, @Nullable String operator) {
        jdbi.useTransaction(
                h -> {
                    var batch =
                            h.prepareBatch(
                                    """
                                    insert into redemption_code (id, digest, last4, credits,
                                        reason, lasts_days, made_by, expires_at)
                                    values (:id, :digest, :last4, :credits, :reason, :lastsDays,
                                        :madeBy, :expiresAt)
                                    """);
                    for (var code : made) {
                        batch.bind("id", code.id())
                                .bind("digest", code.text().digest())
                                .bind("last4", code.text().last4())
                                .bind("credits", terms.credits().micros())
                                .bind("reason", terms.reason())
                                .bind("lastsDays", terms.lastsDays())
                                .bind("madeBy", operator)
                                .bind("expiresAt", terms.expiresAt())
                                .add();
                    }
                    batch.execute();
                });
    }

    /// The first tenant to come gets it, and nobody else; the id of the top-up, which is the
    /// code's. Empty for a code that the tenant has not and cannot get.
    Optional<UUID> redeem(TenantId tenant, CodeText code) {
        return jdbi.inTransaction(
                h -> {
                    var first = take(h, tenant, code);
                    first.ifPresent(topUp -> PostgresTopUps.owe(h, topUp));
                    return first.map(TopUp::id).or(() -> taken(h, tenant, code));
                });
    }

    private static Optional<TopUp> take(Handle h, TenantId tenant, CodeText code) {
        return h.createQuery(
                        """
                        update redemption_code
                           set redeemed_by = :tenant, redeemed_at = now()
                         where digest = :digest and redeemed_at is null and revoked_at is null
                           and (expires_at is null or expires_at > now())
                        returning id, credits, reason,
                                  now() + lasts_days * interval '1 day' as credits_until
                        """)
                .bind("tenant", tenant.value())
                .bind("digest", code.digest())
                .map(
                        (row, _) ->
                                new TopUp(
                                        row.getObject("id", UUID.class),
                                        tenant,
                                        new Credits(row.getLong("credits")),
                                        row.getString("reason"),
                                        Column.instant(row, "credits_until"),
                                        TopUp.State.OWED,
                                        null,
                                        null))
                .findOne();
    }

    private static Optional<UUID> taken(Handle h, TenantId tenant, CodeText code) {
        return h.createQuery(
                        "select id from redemption_code"
                                + " where digest = :digest and redeemed_by = :tenant")
                .bind("tenant", tenant.value())
                .bind("digest", code.digest())
                .mapTo(UUID.class)
                .findOne();
    }

    List<Codes.Card> page(@Nullable UUID after, int most) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        """
                                        select *,
                                               case when redeemed_at is not null then 'redeemed'
                                                    when revoked_at is not null then 'revoked'
                                                    when expires_at <= now() then 'expired'
                                                    else 'open' end as state
                                          from redemption_code
                                         where cast(:after as uuid) is null
                                            or (made_at, id) < (select made_at, id
                                                  from redemption_code
                                                 where id = cast(:after as uuid))
                                         order by made_at desc, id desc limit :most
                                        """)
                                .bind("after", after)
                                .bind("most", most)
                                .map((row, _) -> card(row))
                                .list());
    }

    private static Codes.Card card(ResultSet row) throws SQLException {
        var redeemedBy = row.getObject("redeemed_by", UUID.class);
        return new Codes.Card(
                row.getObject("id", UUID.class),
                row.getString("last4"),
                new Codes.Terms(
                        new Credits(row.getLong("credits")),
                        row.getString("reason"),
                        Column.instant(row, "expires_at"),
                        row.getObject("lasts_days", Integer.class)),
                row.getString("state"),
                row.getString("made_by"),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                redeemedBy == null ? null : new TenantId(redeemedBy),
                Column.instant(row, "redeemed_at"));
    }

    boolean revoke(UUID id) {
        return jdbi.withHandle(
                h ->
                        h.createUpdate(
                                                """
                                                update redemption_code
                                                   set revoked_at = coalesce(revoked_at, now())
                                                 where id = :id and redeemed_at is null
                                                """)
                                        .bind("id", id)
                                        .execute()
                                == 1);
    }
}
