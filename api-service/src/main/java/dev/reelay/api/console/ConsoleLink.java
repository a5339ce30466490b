package dev.reelay.api.console;

import dev.reelay.api.body.ReadBody;
import dev.reelay.api.signin.Sessions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `/console/link`: a link that signs one browser in. Looking at it changes nothing, so that a
/// program that looks at links before people do uses none up.
@Path("/console/link")
@RunOnVirtualThread
public final class ConsoleLink {
    private final Sessions sessions;
    private final Show show;
    private final Cookies cookies;
    private final Forms forms;
    private final ReadBody bodies;

    ConsoleLink(Sessions sessions, Show show, Cookies cookies, Forms forms, ReadBody bodies) {
        this.sessions = sessions;
        this.show = show;
        this.cookies = cookies;
        this.forms = forms;
        this.bodies = bodies;
    }

    @GET
    public Response look(@QueryParam("code") @Nullable String given) {
        var code = Objects.requireNonNullElse(given, "");
        return sessions.isOpen(code)
                ? show.withForm(form -> Pages.link(code, form))
                : Answer.note(410, over());
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response redeem(@Context HttpHeaders headers, InputStream content) {
        try (var body = bodies.read(headers, content)) {
            var fields = body.fields();
            if (!forms.isOurs(fields.text("form"))) {
                return Answer.note(403, foreign());
            }
            return sessions.redeem(Objects.requireNonNullElse(fields.text("code"), ""))
                    .map(
                            ticket ->
                                    Answer.to(Show.HOME)
                                            .header(HttpHeaders.SET_COOKIE, cookies.session(ticket))
                                            .build())
                    .orElseGet(() -> Answer.note(410, over()));
        }
    }

    private static Note over() {
        return Note.of(
                "This link opens nothing any more",
                "A link works once, within ten minutes. Operators make new ones: ./reelay console,"
                        + " or POST /admin/v1/console/links.");
    }

    static Note foreign() {
        return Note.of(
                "Nothing was done",
                "The form was not sent from a page of this console, or the browser keeps no"
                        + " cookies. Open the page again.");
    }
}
