package dev.reelay.api.sweep;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Does one thing again and again on a virtual thread until it is closed. What goes wrong in one
/// round is logged, now and then where it goes on, and the next round comes all the same.
public final class Sweeper implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final Duration LAST_ROUND = Duration.ofSeconds(8);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int SAID_EACH = 60;

    private final String name;
    private final Duration pause;
    private final Runnable round;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private Sweeper(String name, Duration pause, Runnable round) {
        this.name = name;
        this.pause = pause;
        this.round = round;
        this.thread = Thread.ofVirtual().name("sweep-" + name).unstarted(this::loop);
    }

    /// Starts at once; between two rounds it pauses.
    public static Sweeper start(String name, Duration pause, Runnable round) {
        var sweeper = new Sweeper(name, pause, round);
        sweeper.thread.start();
        return sweeper;
    }

    private void loop() {
        try {
            var failures = 0;
            do {
                failures = passes(failures) ? 0 : failures + 1;
            } while (!closed.await(pause(failures).toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debugf("sweeper interrupted name=%s", name);
        }
    }

    private boolean passes(int failuresBefore) {
        try {
            round.run();
            return true;
        } catch (RuntimeException e) {
            if (failuresBefore % SAID_EACH == 0) {
                LOG.warnf(e, "a round failed and comes again sweeper=%s", name);
            }
            return false;
        }
    }

    private Duration pause(int failures) {
        return failures == 0 || pause.compareTo(AFTER_FAILURE) > 0 ? pause : AFTER_FAILURE;
    }

    /// Lets a running round finish, for a few seconds.
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(LAST_ROUND)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
