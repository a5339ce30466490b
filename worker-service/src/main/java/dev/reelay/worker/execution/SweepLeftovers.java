package dev.reelay.worker.execution;

import dev.reelay.worker.asset.StoreAssets;
import dev.reelay.worker.input.FetchInput;
import dev.reelay.worker.loop.Bell;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.role.RoleStarts;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Removes objects of lost epochs and fetched inputs, some time after the end of a job that may
/// have any: by then whoever was still writing them has noticed.
@Singleton
class SweepLeftovers {
    private static final Duration EACH = Duration.ofSeconds(30);

    private final PostgresLeftovers leftovers;
    private final StoreAssets assets;
    private final FetchInput inputs;
    private final Work work;

    SweepLeftovers(PostgresLeftovers leftovers, StoreAssets assets, FetchInput inputs, Work work) {
        this.leftovers = leftovers;
        this.assets = assets;
        this.inputs = inputs;
        this.work = work;
    }

    void start(@Observes RoleStarts.Render event) {
        work.repeat("sweep-leftovers", EACH, new Bell(), this::sweep);
    }

    /// Sweeps one job; answers whether there may be more.
    boolean sweep() {
        var leftover = leftovers.take();
        leftover.ifPresent(
                l -> {
                    if (!l.restored()) {
                        assets.sweep(l.tenant(), l.job(), l.kept());
                    }
                    inputs.discard(l.inputs());
                    leftovers.done(l);
                });
        return leftover.isPresent();
    }
}
