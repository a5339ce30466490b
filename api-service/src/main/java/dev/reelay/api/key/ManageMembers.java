package dev.reelay.api.key;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a tenant does with its members.
@Singleton
public final class ManageMembers {
    private final PostgresMembers members;
    private final IdentifyCaller callers;

    ManageMembers(PostgresMembers members, IdentifyCaller callers) {
        this.members = members;
        this.callers = callers;
    }

    /// The newest first, from behind a member on.
    public List<MemberCard> page(TenantId tenant, @Nullable UUID after, int most) {
        return members.page(tenant, after, most);
    }

    /// Shuts somebody else out, everywhere within about a second, or lets them in again.
    public MemberCard block(Caller caller, UUID member, boolean blocked) {
        if (blocked && member.equals(caller.key())) {
            throw invalid("blocked", "must be another member: nobody shuts themselves out");
        }
        var card =
                members.block(caller.tenant(), member, blocked)
                        .orElseThrow(
                                () -> new GatewayException(new GatewayError.NotFound("member")));
        callers.forget(List.of(member));
        return card;
    }

    /// Has somebody work in another workspace, from their next request on, everywhere within about
    /// a second.
    public MemberCard move(Caller caller, UUID member, UUID workspace) {
        caller.refuseUnlessOfFirstWorkspace();
        var card =
                members.move(caller.tenant(), member, workspace)
                        .orElseThrow(
                                () -> new GatewayException(new GatewayError.NotFound("member")));
        if (!card.workspace().equals(workspace)) {
            throw invalid("workspace", "must be one of yours that is not archived");
        }
        callers.forget(List.of(member));
        return card;
    }
}
