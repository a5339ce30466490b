package dev.reelay.api.console;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Answers to browsers: nothing of another place is loaded or run, nobody else frames or keeps
/// them.
final class Answer {
    private static final MediaType HTML = MediaType.TEXT_HTML_TYPE.withCharset("utf-8");
    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final Duration WAIT = Duration.ofSeconds(10);

    private Answer() {}

    static ResponseBuilder page(int status, TemplateInstance page) {
        return guarded(Response.status(status).type(HTML).entity(page.render()));
    }

    static ResponseBuilder to(URI place) {
        return guarded(Response.seeOther(place));
    }

    /// To a place of somebody else.
    static Response found(URI place) {
        return guarded(Response.status(Response.Status.FOUND).location(place)).build();
    }

    static Response stranger(Visitor.Why why) {
        return note(
                403,
                switch (why) {
                    case NO_ROLE ->
                            Note.signIn(
                                    "You have no role here",
                                    "You are known to the sign-in service, but it gives you no role"
                                            + " in Reelay.",
                                    "Who looks after the sign-in service can give you one: operator"
                                            + " or auditor; or owner, developer or viewer of a tenant.");
                    case NO_TENANT ->
                            Note.signIn(
                                    "You belong to no tenant",
                                    "You have a role, but the sign-in service does not say of which"
                                            + " tenant.",
                                    "Who looks after the sign-in service can add the claim that names"
                                            + " your tenant.");
                    case SHUT_OUT ->
                            Note.signIn(
                                    "Your tenant does not let you in",
                                    "It is unknown here, is being deleted, or an owner has shut you"
                                            + " out.",
                                    null);
                });
    }

    /// The sign-in service does not answer.
    static Response issuerAway() {
        var page =
                new Note(
                        "The sign-in service does not answer",
                        "Nobody can sign in through it at the moment. API keys, videos that run, and"
                                + " everybody who is signed in go on as before.",
                        List.of(
                                "Try again in a few seconds; nothing has to be restarted.",
                                "Operators: see whether the address in REELAY_OIDC_ISSUER, with"
                                        + " /.well-known/openid-configuration behind it, answers from where"
                                        + " api-service runs. A one-time link opens the console meanwhile."),
                        "/console/sign-in",
                        "Try again");
        return Response.fromResponse(note(503, page))
                .header(HttpHeaders.RETRY_AFTER, WAIT.toSeconds())
                .build();
    }

    static Response note(int status, Note note) {
        return page(status, Pages.note(note)).build();
    }

    private static ResponseBuilder guarded(ResponseBuilder answer) {
        var unkept = new CacheControl();
        unkept.setNoStore(true);
        unkept.setNoTransform(false);
        return answer.cacheControl(unkept)
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer");
    }
}
