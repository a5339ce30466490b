package dev.reelay.api.topup;

import dev.reelay.api.credit.Books;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.KeyMode;
import dev.reelay.api.sweep.Sweepers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Sees to it that each top-up that is owed is granted, once: at once where billing answers, else
/// again and again.
@Singleton
final class GrantTopUps {
    private static final Logger LOG = Logger.getLogger(GrantTopUps.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int MOST_AT_ONCE = 50;

    private final PostgresTopUps topUps;
    private final Books books;

    GrantTopUps(PostgresTopUps topUps, Books books) {
        this.topUps = topUps;
        this.books = books;
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        sweepers.start("top-ups", PAUSE, this::sweep);
    }

    private void sweep() {
        topUps.claim(MOST_AT_ONCE).forEach(this::grant);
    }

    /// Tries now; where billing does not answer it is tried later.
    void grant(TopUp topUp) {
        try {
            books.grant(
                    topUp.tenant(),
                    topUp.id(),
                    topUp.credits(),
                    topUp.reason(),
                    KeyMode.LIVE,
                    topUp.expiresAt());
        } catch (GatewayException e) {
            LOG.warnf("a top-up is granted later id=%s cause=%s", topUp.shownId(), e.error());
            return;
        }
        topUps.granted(topUp);
    }
}
