package dev.reelay.api.console;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/// `/console/account` and `/console/videos/{video}`: what a member sees.
@Path("/console")
@RunOnVirtualThread
public final class ConsoleAccount {
    private final Show show;
    private final ReadAccount accounts;

    ConsoleAccount(Show show, ReadAccount accounts) {
        this.show = show;
        this.accounts = accounts;
    }

    @GET
    @Path("account")
    public Response account() {
        return show.toMember(
                (member, who) -> Pages.account(who, accounts.forMember(member.caller())));
    }

    @GET
    @Path("videos/{video}")
    public Response video(@PathParam("video") String video) {
        return show.toMember(
                (member, who) ->
                        Pages.video(
                                who,
                                accounts.video(member.caller().tenant(), video, true),
                                "/console/account"));
    }
}
