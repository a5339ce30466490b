package dev.reelay.worker.pace;

import dev.reelay.worker.loop.Work;
import dev.reelay.worker.provider.Providers;
import io.micrometer.core.instrument.MeterRegistry;
import org.jdbi.v3.core.Jdbi;

/// What one worker learns on a real database, with no loop running.
public final class RealPace {
    private final PostgresPace store;
    private final LearnPace pace;

    public RealPace(
            Jdbi jdbi, PaceConfig config, Providers providers, MeterRegistry meters, Work work) {
        store = new PostgresPace(jdbi, config);
        pace = new LearnPace(store, config, providers, meters, work);
    }

    public LearnPace pace() {
        return pace;
    }

    public void share() {
        pace.share();
    }

    /// What an operator is shown.
    public PaceRoutes.All shown() {
        return new PaceRoutes(store).polling();
    }
}
