package dev.reelay.api.submission;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Pauses between looks at what others will change, each twice as long as the one before.
final class Pauses {
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMillis(200);

    private final long end;
    private Duration next = SHORTEST;

    private Pauses(long end) {
        this.end = end;
    }

    static Pauses atMost(Duration most) {
        return new Pauses(System.nanoTime() + most.toNanos());
    }

    /// False, without a pause, when the time is over.
    boolean pause() {
        var left = end - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, next.toNanos()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while others were awaited", e);
        }
        next = next.multipliedBy(2);
        next = next.compareTo(LONGEST) < 0 ? next : LONGEST;
        return true;
    }
}
