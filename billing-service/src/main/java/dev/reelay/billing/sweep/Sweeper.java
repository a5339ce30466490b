package dev.reelay.billing.sweep;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Does one thing each second, from a second after it was started until it is stopped.
public final class Sweeper {
    private static final long LAST_ROUND_SECONDS = 5;

    private final ScheduledExecutorService rounds;

    public Sweeper(String name) {
        rounds =
                Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name(name).factory());
    }

    /// @param round ends the sweeping where it throws
    public void start(Runnable round) {
        rounds.scheduleWithFixedDelay(round, 1, 1, TimeUnit.SECONDS);
    }

    /// Lets a running round finish, for a few seconds.
    public void stop() throws InterruptedException {
        rounds.shutdown();
        if (!rounds.awaitTermination(LAST_ROUND_SECONDS, TimeUnit.SECONDS)) {
            rounds.shutdownNow();
        }
    }
}
