package dev.reelay.api.credit;

import dev.reelay.common.credit.Credits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was captured in a time.
///
/// @param total of all groups, also of those that are left out
/// @param more whether groups are left out
public record Usage(Sum total, List<Sum> groups, boolean more) {
    /// @param group null in the total, and for jobs without what it is grouped by
    /// @param videos that delivered
    /// @param seconds of all clips
    /// @param refunded of what was captured, at any time
    public record Sum(
            @Nullable String group,
            long videos,
            long clips,
            long seconds,
            Credits captured,
            Credits refunded) {}

    /// What is grouped by.
    public enum By {
        DAY,
        MODEL,
        KEY,
        WORKSPACE,
        USER
    }
}
