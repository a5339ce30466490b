package dev.reelay.worker.execution;

import dev.reelay.worker.loop.Bell;
import jakarta.inject.Singleton;

/// What wakes this worker's loops before their interval is over.
@Singleton
class Bells {
    private final Bell claims = new Bell();
    private final Bell timers = new Bell();
    private final Bell inputs = new Bell();

    /// Something may be claimable: an execution was queued or a slot was freed.
    Bell claims() {
        return claims;
    }

    /// A timer may be due.
    Bell timers() {
        return timers;
    }

    /// Inputs may be there to fetch.
    Bell inputs() {
        return inputs;
    }
}
