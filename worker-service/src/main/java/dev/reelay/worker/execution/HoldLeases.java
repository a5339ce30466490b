package dev.reelay.worker.execution;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Keeps the timers of all files that this worker brings home in the future, by one statement for
/// all of them, and calls off who brings what is no longer this worker's: taken over, or expired. A
/// worker that dies stops keeping them, and another takes over with the next epoch.
@Singleton
class HoldLeases {
    private static final Logger LOG = Logger.getLogger(HoldLeases.class);

    private final PostgresTimers timers;
    private final ExecutionConfig config;
    private final Set<Held> held = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("hold-leases").factory());

    /// An execution whose file is on its way, and who brings it.
    private record Held(Execution storing, Thread bringer) {}

    /// What is done while a lease is held. It may be interrupted.
    interface Bringing {
        void run() throws InterruptedException;
    }

    HoldLeases(PostgresTimers timers, ExecutionConfig config) {
        this.timers = timers;
        this.config = config;
        var each = config.lease().dividedBy(4).toMillis();
        var unused = clock.scheduleWithFixedDelay(this::keep, each, each, TimeUnit.MILLISECONDS);
    }

    void whileHeld(Execution storing, Bringing bringing) throws InterruptedException {
        var mine = new Held(storing, Thread.currentThread());
        held.add(mine);
        try {
            bringing.run();
        } finally {
            held.remove(mine);
        }
    }

    /// Lets anybody try again after a while.
    void letGo(Execution storing, Duration wait) {
        timers.release(storing, wait);
    }

    /// Done by the clock, four times in a lease.
    void keep() {
        var all = Set.copyOf(held);
        if (all.isEmpty()) {
            return;
        }
        try {
            var ours = timers.keep(all.stream().map(Held::storing).toList(), config.lease());
            all.stream().filter(one -> !ours.contains(one.storing())).forEach(this::callOff);
        } catch (RuntimeException e) { // the database decides, once it is back
            LOG.warnf("Leases could not be kept; files=%d why=%s", all.size(), e);
        }
    }

    private void callOff(Held lost) {
        if (held.contains(lost)) {
            lost.bringer().interrupt();
        }
    }

    @PreDestroy
    void close() {
        clock.shutdownNow();
    }
}
