package dev.reelay.api.console;

import dev.reelay.api.body.ReadBody;
import dev.reelay.api.request.PublicConfig;
import dev.reelay.api.signin.CodeFlow;
import dev.reelay.api.signin.Person;
import dev.reelay.api.signin.Sessions;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;

/// `/console` and how one signs in and out there.
@Path("/console")
@RunOnVirtualThread
public final class ConsoleSignIn {
    private final Visitors visitors;
    private final Sessions sessions;
    private final CodeFlow flow;
    private final Cookies cookies;
    private final Forms forms;
    private final ReadBody bodies;
    private final PublicConfig place;
    private final CurrentVertxRequest exchange;

    ConsoleSignIn(
            Visitors visitors,
            Sessions sessions,
            CodeFlow flow,
            Cookies cookies,
            Forms forms,
            ReadBody bodies,
            PublicConfig place,
            CurrentVertxRequest exchange) {
        this.visitors = visitors;
        this.sessions = sessions;
        this.flow = flow;
        this.cookies = cookies;
        this.forms = forms;
        this.bodies = bodies;
        this.place = place;
        this.exchange = exchange;
    }

    /// The first page of whoever comes.
    @GET
    public Response home() {
        return visitors.find()
                .map(
                        visitor ->
                                switch (visitor) {
                                    case Visitor.Member _ -> to("/console/account");
                                    case Visitor.Operating _ -> to("/console/tenants");
                                    case Visitor.Stranger(_, var why) -> Answer.stranger(why);
                                })
                .orElseGet(this::nobody);
    }

    private Response nobody() {
        var issuer = flow.isOffered() ? place.base() + CodeFlow.PATH : null;
        return Answer.page(200, Pages.signIn(issuer, curl())).build();
    }

    private String curl() {
        return """
               curl -s %s/admin/v1/console/links -H "Authorization: Bearer $REELAY_ADMIN_TOKEN" \\
                 -H "Content-Type: application/json" -d '{}'
               """
                .formatted(place.base());
    }

    private static Response to(String path) {
        return Answer.to(URI.create(path)).build();
    }

    /// Leads to the issuer, and takes back whom it sends.
    @GET
    @Path("sign-in")
    public Response signIn(@Context UriInfo uri) {
        var sent = uri.getQueryParameters();
        if (!flow.isOffered()) {
            return to("/console");
        }
        if (sent.containsKey("error")) {
            return Answer.note(403, refused("access_denied".equals(sent.getFirst("error"))));
        }
        if (sent.containsKey("code") || sent.containsKey("state")) {
            return complete();
        }
        return flow.begin(exchange.getCurrent())
                .map(there -> Answer.found(there))
                .orElseGet(Answer::issuerAway);
    }

    private Response complete() {
        return switch (flow.complete(exchange.getCurrent())) {
            case CodeFlow.Return.Known(var person) -> welcome(person);
            case CodeFlow.Return.Unknown _ -> Answer.note(400, brokenOff());
            case CodeFlow.Return.Away _ -> Answer.issuerAway();
        };
    }

    private Response welcome(Person person) {
        if (visitors.of(person) instanceof Visitor.Stranger(_, var why)) {
            return Answer.stranger(why);
        }
        return Answer.to(Show.HOME)
                .header(HttpHeaders.SET_COOKIE, cookies.session(sessions.begin(person)))
                .build();
    }

    private static Note refused(boolean denied) {
        return Note.signIn(
                "You were not signed in",
                denied
                        ? "At the sign-in service it was refused, or broken off."
                        : "The sign-in service could not do it.",
                null);
    }

    private static Note brokenOff() {
        return Note.signIn(
                "You were not signed in",
                "It took too long, was begun in another browser, or was already completed.",
                "Signing in again begins anew.");
    }

    /// Ends the session everywhere. What the issuer knows of the person is the issuer's.
    @POST
    @Path("sign-out")
    @Consumes(MediaType.WILDCARD)
    public Response signOut(@Context HttpHeaders headers, InputStream content) {
        try (var body = bodies.read(headers, content)) {
            if (!forms.isOurs(body.fields().text("form"))) {
                return Answer.note(403, ConsoleLink.foreign());
            }
        }
        var session = cookies.session();
        if (session != null) {
            sessions.end(session);
        }
        return Answer.to(Show.HOME).header(HttpHeaders.SET_COOKIE, cookies.noSession()).build();
    }
}
