package dev.reelay.worker.loop;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/// Runs loops that look for work, and the work they find, on virtual threads. Shutdown stops the
/// looking first, then waits for what is in hand, then interrupts it.
@ApplicationScoped
public class Work {
    private static final Logger LOG = Logger.getLogger(Work.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int SAID_EACH = 60;
    private static final Duration ONE_STEP = Duration.ofSeconds(2);

    /// A running loop, and what wakes it.
    private record Loop(Thread thread, Bell bell) {}

    private final WorkConfig config;
    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final ExecutorService hands =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("work-", 0).factory());
    private final AtomicInteger inHand = new AtomicInteger();
    private volatile boolean stopping;

    public Work(WorkConfig config) {
        this.config = config;
    }

    /// Repeats a step: again at once while it answers true (there may be more), else after the
    /// interval or a ring.
    public void repeat(String name, Duration interval, Bell bell, BooleanSupplier step) {
        var thread = Thread.ofVirtual().name(name).start(() -> loop(name, interval, bell, step));
        loops.add(new Loop(thread, bell));
    }

    /// Does a piece of work on its own thread. Callers bound how much they hand over.
    public void hand(Runnable piece) {
        inHand.incrementAndGet();
        try {
            hands.execute(
                    () -> {
                        try {
                            piece.run();
                        } finally {
                            inHand.decrementAndGet();
                        }
                    });
        } catch (RejectedExecutionException e) {
            inHand.decrementAndGet();
            throw e;
        }
    }

    /// Whether nothing is in hand.
    public boolean idle() {
        return inHand.get() == 0;
    }

    public boolean stopping() {
        return stopping;
    }

    private void loop(String name, Duration interval, Bell bell, BooleanSupplier step) {
        var failures = 0;
        while (!stopping) {
            try {
                if (!step.getAsBoolean()) {
                    bell.await(interval);
                }
                failures = 0;
            } catch (InterruptedException e) {
                return; // told to stop
            } catch (RuntimeException e) { // a loop outlives whatever a step throws
                failed(name, failures++, e);
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
    }

    /// While the database is away every loop fails each second; that is said now and then.
    private void failed(String name, int before, RuntimeException e) {
        if (!stopping && before % SAID_EACH == 0) {
            LOG.warnf(e, "A loop failed and goes on; loop=%s failures=%d", name, before + 1);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    /// Stops looking, waits for what is in hand. A second call does nothing.
    public void stop() {
        stopping = true;
        try {
            join();
            hands.shutdown();
            if (!hands.awaitTermination(config.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Work in hand did not end in time and is left to other workers");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hands.shutdownNow();
        }
    }

    private void join() throws InterruptedException {
        loops.forEach(loop -> loop.bell().ring());
        for (var loop : loops) {
            if (!loop.thread().join(ONE_STEP)) {
                loop.thread().interrupt();
            }
        }
    }
}
