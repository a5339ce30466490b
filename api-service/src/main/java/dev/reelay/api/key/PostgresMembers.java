package dev.reelay.api.key;

import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/// A tenant's members, as far as they have come. Who is a member says the issuer.
@Singleton
final class PostgresMembers {
    private static final String OF_TENANT =
            "select "
                    + KeyRow.CARD
                    + " from api_key k where k.tenant_id = :tenant and k.subject is not null";

    private final Jdbi jdbi;

    PostgresMembers(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private static MemberCard card(ResultSet row) throws SQLException {
        var card = KeyRow.card(row);
        return new MemberCard(
                card.id(),
                card.settings().name(),
                Role.of(card.settings().scopes()).orElseThrow().word(),
                card.settings().workspace(),
                card.createdAt(),
                card.lastUsedAt(),
                card.revokedAt());
    }

    /// The newest first, from behind a member on.
    List<MemberCard> page(TenantId tenant, @Nullable UUID after, int most) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(OF_TENANT + KeyRow.PAGE)
                                .bind("tenant", tenant.value())
                                .bind("after", after)
                                .bind("most", most)
                                .map((row, _) -> card(row))
                                .list());
    }

    /// Shuts a person out of the tenant, or lets them in again; empty where there is no such
    /// member.
    Optional<MemberCard> block(TenantId tenant, UUID member, boolean blocked) {
        return change(
                tenant,
                member,
                "revoked_at = case when :blocked then coalesce(revoked_at, now()) end",
                update -> update.bind("blocked", blocked));
    }

    /// Has a person work in another workspace, which stays as it was where that is none of the
    /// tenant's or archived; empty where there is no such member.
    Optional<MemberCard> move(TenantId tenant, UUID member, UUID workspace) {
        return change(
                tenant,
                member,
                """
                workspace_id = coalesce(
                    (select w.id from workspace w
                      where w.id = :workspace and w.tenant_id = :tenant
                        and w.archived_at is null for share), workspace_id)
                """,
                update -> update.bind("workspace", workspace));
    }

    private Optional<MemberCard> change(
            TenantId tenant, UUID member, String set, UnaryOperator<Update> binding) {
        return jdbi.inTransaction(
                h -> {
                    binding.apply(
                                    h.createUpdate(
                                            "update api_key set "
                                                    + set
                                                    + " where id = :id and tenant_id = :tenant"
                                                    + " and subject is not null"))
                            .bind("id", member)
                            .bind("tenant", tenant.value())
                            .execute();
                    return h.createQuery(OF_TENANT + " and k.id = :id")
                            .bind("tenant", tenant.value())
                            .bind("id", member)
                            .map((row, _) -> card(row))
                            .findOne();
                });
    }
}
