package dev.reelay.worker.pace;

import java.time.Duration;
import java.util.List;

/// When to look at one render.
///
/// @param planned after the upstream's acceptance, ever later; at least one
/// @param then the wait after the last of these; each further one is longer
/// @param most the longest wait
public record Looks(List<Duration> planned, Duration then, Duration most) {
    public Looks {
        planned = List.copyOf(planned);
    }

    /// A first look, and ever longer waits from then on.
    static Looks growing(Duration first, Duration most) {
        return new Looks(List.of(first), first, most);
    }

    public Duration first() {
        return planned.getFirst();
    }
}
