package dev.reelay.billing.limit;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelay.common.credit.Credits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a tenant's plan and a key allow at most. Absent is no limit.
///
/// @param unfinished jobs that hold credits at the same time
/// @param perDay jobs from midnight to midnight, UTC
/// @param spending what the key may spend; what is held counts as spent
public record Limits(
        @Nullable Integer unfinished,
        @JsonProperty("per_day") @Nullable Integer perDay,
        Map<Period, Credits> spending) {
    public static final Limits NONE = new Limits(null, null, Map.of());

    @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
    public Limits {
        spending = spending == null ? Map.of() : Map.copyOf(spending);
    }
}
