package dev.reelay.billing.ledger;

import dev.reelay.billing.sweep.Sweeper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/// Books what lapses of expired lots, a second or so after their time.
@ApplicationScoped
class ExpireLots {
    private static final Logger LOG = Logger.getLogger(ExpireLots.class);

    private final PostgresExpiry expiry;
    private final Counter lapsed;
    private final Sweeper sweeper = new Sweeper("expire-lots");

    ExpireLots(PostgresExpiry expiry, MeterRegistry metrics) {
        this.expiry = expiry;
        this.lapsed = metrics.counter("reelay.lots.lapsed");
    }

    void start(@Observes StartupEvent started) {
        sweeper.start(this::sweep);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        sweeper.stop();
    }

    private void sweep() {
        try {
            expiry.due().forEach(account -> lapsed.increment(expiry.expire(account)));
        } catch (JdbiException e) {
            LOG.warnf("the expiry of credits waits for the database why=%s", e.getMessage());
        }
    }
}
