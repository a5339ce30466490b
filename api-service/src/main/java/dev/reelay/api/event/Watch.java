package dev.reelay.api.event;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Somebody who waits for news of one job or one tenant. News that come while nobody waits count as
/// one.
public final class Watch implements AutoCloseable {
    private final Semaphore rung = new Semaphore(0);
    private final Consumer<Watch> end;

    Watch(Consumer<Watch> end) {
        this.end = end;
    }

    /// Ends the waiting, now or the next one.
    public void ring() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /// Waits for news, at most this long; false where none came.
    public boolean await(Duration most) {
        try {
            var came = rung.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS);
            rung.drainPermits();
            return came;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while news were awaited", e);
        }
    }

    @Override
    public void close() {
        end.accept(this);
    }
}
