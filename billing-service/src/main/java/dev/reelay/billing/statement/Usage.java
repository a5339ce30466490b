package dev.reelay.billing.statement;

import dev.reelay.common.credit.Credits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was captured in a time.
///
/// @param total of all groups, also of those that are left out
/// @param more whether groups are left out
public record Usage(Sum total, List<Sum> groups, boolean more) {
    /// @param group null in a total, and for jobs that have none of what it is grouped by
    /// @param videos jobs that delivered
    /// @param clips that they delivered
    /// @param seconds of all these clips
    /// @param captured what was charged
    /// @param refunded what was given back of that, at any time
    public record Sum(
            @Nullable String group,
            long videos,
            long clips,
            long seconds,
            Credits captured,
            Credits refunded) {}

    /// What jobs are grouped by.
    public enum By {
        /// Days of UTC, as `2026-11-22`.
        DAY("to_char(h.resolved_at at time zone 'UTC', 'YYYY-MM-DD')", "1"),
        MODEL("h.model", "captured desc, 1"),
        /// Ids of keys.
        KEY("h.key_id::text", "captured desc, 1"),
        /// Ids of workspaces; of the first one the tenant's.
        WORKSPACE("h.workspace_id::text", "captured desc, 1"),
        /// The callers' own words for their users.
        USER("h.end_user", "captured desc, 1");

        final String sql;
        final String order;

        By(String sql, String order) {
            this.sql = sql;
            this.order = order;
        }
    }
}
