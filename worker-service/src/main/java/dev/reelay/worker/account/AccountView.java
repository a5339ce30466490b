package dev.reelay.worker.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.reelay.worker.cost.CostRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An account as operators see it: never a secret, only which it has.
///
/// @param secrets their names
/// @param costs what the upstream charges; null where nobody entered it
/// @param slots how many executions may be there at once
/// @param slotsNow how many at present: fewer for a while after it was too busy
/// @param submitsPerMinute null for no limit
/// @param throttledAt when it was last too busy
/// @param state `open`, or `closed` while nothing new is sent to it
/// @param closedUntil when one job tries whether it works again
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountView(
        String name,
        String object,
        String provider,
        @Nullable String baseUrl,
        List<String> secrets,
        Map<String, String> settings,
        @Nullable Map<String, CostRule> costs,
        int slots,
        int slotsNow,
        int inFlight,
        @Nullable Integer submitsPerMinute,
        @Nullable Instant throttledAt,
        String state,
        @Nullable Instant closedUntil,
        @Nullable String closedWhy,
        Instant createdAt,
        Instant updatedAt) {
    public AccountView {
        secrets = List.copyOf(secrets);
        settings = Map.copyOf(settings);
    }
}
