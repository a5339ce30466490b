package dev.reelay.api.submission;

import dev.reelay.api.credit.Billing;
import dev.reelay.api.sweep.Sweepers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Gives up submissions that were left half done, and has billing void their holds, however long
/// billing may be away.
@Singleton
final class AbandonJobs {
    private static final Logger LOG = Logger.getLogger(AbandonJobs.class);
    private static final int MOST_AT_ONCE = 100;
    private static final int MOST_KEYS_AT_ONCE = 5000;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration KEYS_PAUSE = Duration.ofMinutes(1);

    private final PostgresAbandonment abandonment;
    private final Billing billing;

    AbandonJobs(PostgresAbandonment abandonment, Billing billing) {
        this.abandonment = abandonment;
        this.billing = billing;
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        sweepers.start("abandon", PAUSE, this::sweep);
        sweepers.start("old-keys", KEYS_PAUSE, this::forgetOldKeys);
    }

    private void forgetOldKeys() {
        int gone;
        do {
            gone =
                    Math.max(
                            abandonment.forgetOldKeys(MOST_KEYS_AT_ONCE),
                            abandonment.forgetOldRetries(MOST_KEYS_AT_ONCE));
        } while (gone == MOST_KEYS_AT_ONCE);
    }

    private void sweep() {
        var given = abandonment.abandonStale();
        if (given > 0) {
            LOG.infof("submissions abandoned count=%d", given);
        }
        for (var owed : abandonment.claimVoids(MOST_AT_ONCE)) {
            if (!billing.voidHold(owed.job(), owed.tenant())) {
                return;
            }
            abandonment.voided(owed);
        }
    }
}
