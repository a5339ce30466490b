package dev.reelay.api.credit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A change of a balance by an operator.
///
/// @param change micro-credits, below zero where some are taken back
/// @param state `booked`, `pending` until another operator approves, or `rejected`
/// @param rejection why it was rejected
public record Adjustment(
        String id,
        String tenant,
        long change,
        String mode,
        String reason,
        String state,
        String operator,
        @Nullable String approvedBy,
        @Nullable String rejectedBy,
        @Nullable String rejection,
        Instant createdAt) {
    static Adjustment of(JsonNode body) {
        return new Adjustment(
                body.path("id").asText(),
                body.path("tenant").asText(),
                body.path("change").asLong(),
                body.path("mode").asText(),
                body.path("reason").asText(),
                body.path("state").asText(),
                body.path("operator").asText(),
                Books.text(body, "approved_by"),
                Books.text(body, "rejected_by"),
                Books.text(body, "rejection"),
                Instant.parse(body.path("created_at").asText()));
    }
}
