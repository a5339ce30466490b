package dev.reelay.worker.endpoint;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An endpoint as its tenant sees it.
///
/// @param events null for all
/// @param disabledReason `gone` or `failing` where it was not the tenant who disabled it
/// @param failingSince the first failure since the last success
@JsonNaming(SnakeCaseStrategy.class)
public record Endpoint(
        String id,
        String object,
        String url,
        @Nullable List<String> events,
        @Nullable String description,
        boolean enabled,
        @Nullable String disabledReason,
        @Nullable String failingSince,
        String createdAt,
        String updatedAt) {
    static final String OBJECT = "webhook.endpoint";

    /// Not the address, which may hold a token.
    @Override
    public String toString() {
        return id;
    }
}
