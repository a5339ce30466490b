package dev.reelay.api.dialect.openai;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.clock.UnixSeconds;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.Caller;
import dev.reelay.api.key.ManageMembers;
import dev.reelay.api.key.MemberCard;
import dev.reelay.api.key.MemberId;
import dev.reelay.api.key.Scope;
import dev.reelay.api.tenant.WorkspaceId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/v1/members`: who of a tenant has signed in, for the scope `admin`. Who may is decided where
/// people sign in; here somebody can be shut out.
@Path("/v1/members")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiMembers {
    private final ReadCall calls;
    private final ManageMembers members;

    OpenAiMembers(ReadCall calls, ManageMembers members) {
        this.calls = calls;
        this.members = members;
    }

    /// Times in Unix seconds.
    public record Member(
            String id,
            String object,
            String name,
            String role,
            String workspace,
            long createdAt,
            @Nullable Long lastUsedAt,
            @Nullable Long blockedAt) {
        static Member of(MemberCard card) {
            return new Member(
                    MemberId.text(card.id()),
                    "member",
                    card.name(),
                    card.role(),
                    WorkspaceId.text(card.workspace()),
                    card.firstSeenAt().getEpochSecond(),
                    UnixSeconds.of(card.lastUsedAt()),
                    UnixSeconds.of(card.blockedAt()));
        }
    }

    @GET
    public OpenAiPage<Member> list(
            @Context HttpHeaders headers,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        var caller = admin(headers);
        var most = OpenAiPaging.count(limit);
        var found = members.page(caller.tenant(), after == null ? null : after(after), most + 1);
        return OpenAiPage.of(found, most, card -> MemberId.text(card.id()), Member::of);
    }

    private static UUID after(String id) {
        return MemberId.parse(id).orElseThrow(() -> invalid("after", "must be the id of a member"));
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    public Member change(
            @Context HttpHeaders headers, @PathParam("id") String id, InputStream content) {
        var caller = admin(headers);
        var member =
                MemberId.parse(id)
                        .orElseThrow(
                                () -> new GatewayException(new GatewayError.NotFound("member")));
        try (var body = calls.body(headers, content)) {
            var fields = body.fields();
            fields.refuseOthersThan(Set.of("blocked", "workspace"));
            var blocked = fields.flag("blocked");
            var workspace = OpenAiPaging.workspace(fields.text("workspace"));
            if (blocked != null && workspace == null) {
                return Member.of(members.block(caller, member, blocked));
            }
            if (workspace != null && blocked == null) {
                return Member.of(members.move(caller, member, workspace));
            }
            throw new GatewayException(
                    new GatewayError.MalformedBody("name one of blocked and workspace"));
        }
    }

    private Caller admin(HttpHeaders headers) {
        return calls.caller(headers, Scope.ADMIN);
    }
}
