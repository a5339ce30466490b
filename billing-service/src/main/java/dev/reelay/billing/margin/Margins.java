package dev.reelay.billing.margin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.common.credit.Credits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What live jobs that ended in a time brought and cost.
///
/// @param total of all groups, also of those on other pages
public record Margins(Sum total, List<Sum> groups) {
    /// @param group null in a total; empty where a job has none of what it is grouped by
    /// @param jobs that ended
    /// @param charged of these jobs, those whose cost is known
    /// @param captured what tenants were charged
    /// @param refunded what they have back of that
    /// @param cost what upstreams charged, in millionths of a USD
    /// @param houseLoss what of it was for jobs that nobody paid for
    public record Sum(
            @Nullable String group,
            long jobs,
            @JsonProperty("jobs_with_cost") long charged,
            Credits captured,
            Credits refunded,
            long cost,
            @JsonProperty("house_loss") long houseLoss) {}

    /// What jobs are grouped by.
    public enum By {
        /// Days of UTC on which they ended, as `2026-11-22`.
        DAY("to_char(j.resolved_at at time zone 'UTC', 'YYYY-MM-DD')"),
        MODEL("j.model"),
        /// Of a job whose attempts were at several, each has an equal part of what it brought.
        PROVIDER("coalesce(c.provider, '')"),
        TENANT("j.tenant_id::text");

        final String sql;

        By(String sql) {
            this.sql = sql;
        }
    }
}
