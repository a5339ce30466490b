package dev.reelay.e2e.proxy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Draws from a seed which connections of a link fail, and how.
public final class Fate {
    /// What happens to one connection.
    ///
    /// @param after how many pieces from the client pass before it happens
    /// @param lasting how long, where the flaw lasts
    public record Lot(Flaw flaw, int after, Duration lasting) {}

    /// A connection of an HTTP client lives for a few requests, one of a pool for thousands.
    private static final int[] AFTER = {0, 0, 1, 2, 5, 20, 60, 200};

    private static final int SHORTEST_MILLIS = 1000;
    private static final int LONGEST_MILLIS = 8000;

    private final Random random;
    private final int percent;
    private final List<Flaw> flaws;

    /// @param percent of all connections that fail
    /// @param flaws those that fit what is spoken on the link
    public Fate(long seed, int percent, List<Flaw> flaws) {
        random = new Random(seed);
        this.percent = percent;
        this.flaws = List.copyOf(flaws);
    }

    /// Of a link whose connections fail only when they are struck.
    public static Fate none() {
        return new Fate(0, 0, List.of());
    }

    /// The next connection's.
    synchronized Optional<Lot> draw() {
        if (flaws.isEmpty() || random.nextInt(100) >= percent) {
            return Optional.empty();
        }
        return Optional.of(
                new Lot(
                        flaws.get(random.nextInt(flaws.size())),
                        AFTER[random.nextInt(AFTER.length)],
                        Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS))));
    }
}
