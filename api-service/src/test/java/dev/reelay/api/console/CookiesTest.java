package dev.reelay.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.api.signin.Sessions.Ticket;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// RFC 6265bis: what a browser may do with the console's cookies.
class CookiesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static Cookies at(String url) {
        return new Cookies(() -> URI.create(url), () -> NOW, new CurrentVertxRequest());
    }

    @Test
    void when_the_public_address_is_https_then_they_are_sent_over_nothing_else() {
        var cookies = at("https://video.example");
        var ticket = new Ticket("secret", NOW.plusSeconds(90));
        assertThat(cookies.session(ticket))
                .isEqualTo(
                        "reelay_console=secret; Max-Age=90; SameSite=Lax; Path=/console; HttpOnly;"
                                + " Secure");
        assertThat(cookies.form("value"))
                .isEqualTo(
                        "reelay_console_form=value; SameSite=Strict; Path=/console; HttpOnly;"
                                + " Secure");
    }

    @Test
    void when_it_is_http_then_browsers_keep_them_too() {
        assertThat(at("http://localhost:8080").noSession())
                .isEqualTo("reelay_console=; Max-Age=0; SameSite=Lax; Path=/console; HttpOnly");
    }
}
