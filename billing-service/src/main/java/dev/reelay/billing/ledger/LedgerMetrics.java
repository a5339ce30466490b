package dev.reelay.billing.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jdbi.v3.core.Jdbi;

/// How large the ledger is, counted when metrics are read. Accounts number their entries, so no
/// entry is looked at.
@ApplicationScoped
class LedgerMetrics {
    private final Jdbi jdbi;

    LedgerMetrics(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void start(@Observes StartupEvent started, MeterRegistry metrics) {
        Gauge.builder("reelay.ledger.entries", this::entries).register(metrics);
    }

    private Number entries() {
        return jdbi.withHandle(
                db ->
                        db.createQuery("select coalesce(sum(last_entry), 0) from account")
                                .mapTo(Long.class)
                                .one());
    }
}
