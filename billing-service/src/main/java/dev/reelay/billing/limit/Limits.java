package dev.reelay.billing.limit;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.common.credit.Credits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a tenant's plan, a workspace and a key allow at most. Absent is no limit.
///
/// @param unfinished jobs that hold credits at the same time
/// @param perDay jobs from midnight to midnight, UTC
/// @param spending what the key may spend; what is held counts as spent
/// @param workspaceSpending what the workspace may spend
public record Limits(
        @Nullable Integer unfinished,
        @JsonProperty("per_day") @Nullable Integer perDay,
        Map<Period, Credits> spending,
        @JsonProperty("workspace_spending") Map<Period, Credits> workspaceSpending) {
    public static final Limits NONE = new Limits(null, null, Map.of(), Map.of());

    @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
    public Limits {
        spending = spending == null ? Map.of() : Map.copyOf(spending);
        workspaceSpending = workspaceSpending == null ? Map.of() : Map.copyOf(workspaceSpending);
    }
}
