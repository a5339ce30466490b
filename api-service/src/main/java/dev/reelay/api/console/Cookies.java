package dev.reelay.api.console;

import dev.reelay.api.request.PublicConfig;
import dev.reelay.api.signin.Sessions.Ticket;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What browsers keep for the console, as values of `Set-Cookie`. No script can read it, and it is
/// sent to no other path.
@Singleton
final class Cookies {
    private static final String SESSION = "reelay_console";
    private static final String FORM = "reelay_console_form";

    private final String everywhere;
    private final InstantSource clock;
    private final CurrentVertxRequest exchange;

    Cookies(PublicConfig place, InstantSource clock, CurrentVertxRequest exchange) {
        everywhere = "; Path=/console; HttpOnly" + (place.isSecure() ? "; Secure" : "");
        this.clock = clock;
        this.exchange = exchange;
    }

    /// Whatever the browser sent as its session; null for nothing.
    @Nullable String session() {
        return value(SESSION);
    }

    /// The same for its forms.
    @Nullable String form() {
        return value(FORM);
    }

    private @Nullable String value(String name) {
        var cookie = exchange.getCurrent().request().getCookie(name);
        return cookie == null ? null : cookie.getValue();
    }

    /// Lax, because the browser comes from the issuer when it first brings it.
    String session(Ticket ticket) {
        var left = Duration.between(clock.instant(), ticket.until()).toSeconds();
        return session(ticket.secret(), Math.max(1, left));
    }

    String noSession() {
        return session("", 0);
    }

    private String session(String value, long seconds) {
        return "%s=%s; Max-Age=%d; SameSite=Lax%s".formatted(SESSION, value, seconds, everywhere);
    }

    /// For as long as the browser runs.
    String form(String value) {
        return "%s=%s; SameSite=Strict%s".formatted(FORM, value, everywhere);
    }
}
