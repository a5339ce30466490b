package dev.reelay.api.job;

import dev.reelay.common.id.JobId;
import org.jspecify.annotations.Nullable;

/// What a job goes on from: a video of the same tenant.
///
/// @param remixedFrom the video that was remixed
/// @param continuedSeconds length of the clip that is continued and comes first in what is
///   delivered; 0 where none is
/// @param extensions how often what is delivered has been continued
public record Ancestry(@Nullable JobId remixedFrom, int continuedSeconds, int extensions) {
    /// Of a job that stands alone.
    public static final Ancestry NONE = new Ancestry(null, 0, 0);

    /// Whether a clip is continued.
    public boolean continues() {
        return extensions > 0;
    }
}
