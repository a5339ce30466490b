package dev.reelay.e2e.crash;

import java.time.Duration;

/// Says on the console how far a run is.
final class Progress {
    private static final Duration EACH = Duration.ofSeconds(10);

    private final long begun = System.nanoTime();
    private long said = begun;

    void say(String words, Object... values) {
        System.out.printf("[crash %3ds] %s%n", seconds(), words.formatted(values));
        System.out.flush();
    }

    /// A line now and then.
    void line(Clients clients, Faults faults, Sampler sampler) {
        if (System.nanoTime() - said > EACH.toNanos()) {
            said = System.nanoTime();
            say(
                    "%d submitted, %d done, %d points, %d blows, %d looks, %d bad",
                    clients.begun(),
                    clients.done(),
                    faults.reached().size(),
                    faults.struck(),
                    sampler.rounds(),
                    sampler.seen().size());
        }
    }

    private long seconds() {
        return (System.nanoTime() - begun) / 1_000_000_000;
    }
}
