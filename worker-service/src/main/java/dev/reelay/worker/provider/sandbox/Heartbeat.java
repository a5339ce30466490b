package dev.reelay.worker.provider.sandbox;

import dev.reelay.worker.provider.sandbox.PostgresTasks.Claimed;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/// Renews the lease of a render while it is open; interrupts the renderer once the right is lost,
/// for the task was cancelled or is another's.
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    private final PostgresTasks tasks;
    private final SandboxConfig config;
    private final Claimed task;
    private final Thread renderer;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread heart;
    private volatile int progress;

    /// Watches over the calling thread.
    Heartbeat(PostgresTasks tasks, SandboxConfig config, Claimed task) {
        this.tasks = tasks;
        this.config = config;
        this.task = task;
        this.renderer = Thread.currentThread();
        this.heart = Thread.ofVirtual().name("heartbeat").start(this::live);
    }

    /// How far the render is, told with the next beat.
    void progress(int now) {
        progress = now;
    }

    private void live() {
        try {
            while (!closed.await(config.beat().toMillis(), TimeUnit.MILLISECONDS)) {
                if (!beat()) {
                    renderer.interrupt();
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a heartbeat", e);
        }
    }

    /// A database that does not answer takes nothing away: whoever claims after the lease wins.
    private boolean beat() {
        try {
            return tasks.beat(task, progress, config.lease());
        } catch (JdbiException e) {
            LOG.warnf(e, "A heartbeat was not stored; attempt=%s", task.id().attempt());
            return true;
        }
    }

    /// Afterwards the calling thread is not interrupted any more; what little is left to do, like
    /// saving what came of the render, is done.
    @Override
    public void close() {
        closed.countDown();
        while (!ended()) {
            LOG.warn("A heartbeat takes long to end");
        }
        Thread.interrupted();
    }

    private boolean ended() {
        try {
            return heart.join(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            return !heart.isAlive();
        }
    }
}
