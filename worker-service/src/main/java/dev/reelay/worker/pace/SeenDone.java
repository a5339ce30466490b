package dev.reelay.worker.pace;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A render that a look found done. All times count from the upstream's acceptance.
///
/// @param before the last look that found it working; zero where there was none
/// @param seen the look that found it done
/// @param rung whether that look was made because the upstream had called back
/// @param looks at it, the last one included
/// @param took by the upstream's own clock; null where it does not say
public record SeenDone(
        Duration before, Duration seen, boolean rung, int looks, @Nullable Duration took) {
    /// How long the file was ready before anybody knew; null where the upstream does not say when
    /// it was.
    @Nullable Duration overhead() {
        return took == null ? null : took.compareTo(seen) < 0 ? seen.minus(took) : Duration.ZERO;
    }

    /// When it may have ended at the earliest. The first look at a render that is done says only
    /// that it was made too late: half its time is taken for possible, so that looks come earlier
    /// until some find nothing.
    Duration earliest() {
        if (took != null) {
            return took.compareTo(seen) < 0 ? took : seen;
        }
        return rung ? seen : before.isZero() ? seen.dividedBy(2) : before;
    }

    /// When it had ended at the latest.
    Duration latest() {
        return took == null ? seen : earliest();
    }
}
