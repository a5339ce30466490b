package dev.reelay.worker.pace;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When to look at one render that was just accepted.
///
/// @param planned milliseconds after the upstream's acceptance, ever later; they hold until its
///   kind has a plan that all share. None where waits just grow
/// @param rendered seconds of the clip, by which the kind's plan is found; null where it has none
/// @param then the wait after the first look, where nothing is planned; each further one is longer
/// @param most the longest wait
public record Looks(
        Duration first,
        List<Integer> planned,
        @Nullable Integer rendered,
        Duration then,
        Duration most) {
    public Looks {
        planned = List.copyOf(planned);
    }

    /// A first look, and ever longer waits from then on.
    static Looks growing(Duration first, Duration most) {
        return new Looks(first, List.of(), null, first, most);
    }
}
