package dev.reelay.api.signin;

import dev.reelay.api.secret.OneTime;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Browsers that are signed in at the console, and links that sign one in. Both stand in the
/// database, so any replica knows them, and what was ended is ended everywhere.
@Singleton
public final class Sessions {
    /// Until then a link must be opened.
    private static final Duration LINK = Duration.ofMinutes(10);

    private static final Duration OF_LINK = Duration.ofHours(12);

    /// So long somebody who lost a role at the issuer may still look; then the browser is sent
    /// there again.
    private static final Duration OF_ISSUER = Duration.ofHours(1);

    private final PostgresSessions rows;

    Sessions(PostgresSessions rows) {
        this.rows = rows;
    }

    /// What somebody holds in the hand.
    ///
    /// @param secret known to nobody else, and not to be found in the database
    /// @param until from then on it opens nothing
    public record Ticket(String secret, Instant until) {
        @Override
        public String toString() {
            return "Ticket until " + until;
        }
    }

    /// A link that makes one session as this person.
    public Ticket link(Person person) {
        var secret = OneTime.next();
        return new Ticket(secret, rows.link(OneTime.digest(secret), person, LINK));
    }

    /// Whether a link would still make a session. Looking does not use it up.
    public boolean isOpen(String link) {
        return rows.isOpen(OneTime.digest(link));
    }

    /// Makes the one session of a link; empty where it is unknown, was used or is out of time.
    public Optional<Ticket> redeem(String link) {
        var secret = OneTime.next();
        return rows.redeem(OneTime.digest(link), OneTime.digest(secret), OF_LINK)
                .map(until -> new Ticket(secret, until));
    }

    /// A session of somebody whom the issuer has sent.
    public Ticket begin(Person person) {
        var secret = OneTime.next();
        return new Ticket(secret, rows.begin(OneTime.digest(secret), person, OF_ISSUER));
    }

    /// Whose session it is; empty where there is none, or where it has ended.
    ///
    /// @param secret whatever the browser sent; null for nothing
    public Optional<Person> find(@Nullable String secret) {
        return secret == null ? Optional.empty() : rows.find(OneTime.digest(secret));
    }

    /// Ends it everywhere; a second time changes nothing.
    public void end(String secret) {
        rows.end(OneTime.digest(secret));
    }
}
