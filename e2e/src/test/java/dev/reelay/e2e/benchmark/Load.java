package dev.reelay.e2e.benchmark;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/// Repeats one action on so many connections for a while, each connection one call after another.
final class Load {
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final int DIGITS = 3;

    private Load() {}

    /// One call on one connection; throws where it was not answered as it should be.
    @FunctionalInterface
    interface Action {
        void call() throws Exception;
    }

    /// Opens a connection; what it answers is called from one thread.
    @FunctionalInterface
    interface Connections {
        Action open() throws Exception;
    }

    /// What was seen.
    ///
    /// @param perSecond calls that were answered as they should be
    /// @param p50 milliseconds
    /// @param p99 milliseconds
    /// @param failures calls that were not
    record Seen(double perSecond, double p50, double p99, long failures) {}

    static Seen run(int connections, Duration time, Connections open) throws InterruptedException {
        var histogram = new ConcurrentHistogram(DIGITS);
        var failures = new AtomicLong();
        var begin = System.nanoTime() + WARM_UP.toNanos();
        var end = begin + time.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < connections; i++) {
                threads.submit(
                        () -> {
                            var action = open.open();
                            while (System.nanoTime() < end) {
                                once(action, begin, histogram, failures);
                            }
                            return null;
                        });
            }
        }
        return new Seen(
                histogram.getTotalCount() / (time.toNanos() / 1e9),
                histogram.getValueAtPercentile(50) / 1e6,
                histogram.getValueAtPercentile(99) / 1e6,
                failures.get());
    }

    private static void once(
            Action action, long begin, ConcurrentHistogram histogram, AtomicLong failures)
            throws InterruptedException {
        var from = System.nanoTime();
        try {
            action.call();
            if (from >= begin) {
                histogram.recordValue(System.nanoTime() - from);
            }
        } catch (Exception e) {
            failures.incrementAndGet();
            TimeUnit.MILLISECONDS.sleep(10); // a refused connection must not become a busy loop
        }
    }
}
