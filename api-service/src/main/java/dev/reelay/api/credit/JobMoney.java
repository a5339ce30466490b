package dev.reelay.api.credit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.common.credit.Credits;
import java.util.List;
import java.util.stream.StreamSupport;

/// What a job brought and cost.
///
/// @param state of its hold: `held`, `captured`, `released` or `voided`
/// @param amount what was set aside for it at its price version
/// @param cost of all charges, in millionths of a USD
/// @param houseLoss what of the cost nobody paid for, in the same
public record JobMoney(
        String job,
        String tenant,
        String mode,
        String model,
        int priceVersion,
        String state,
        Credits amount,
        Credits captured,
        Credits refunded,
        List<Charge> charges,
        long cost,
        long houseLoss) {
    /// What an upstream charged for an attempt.
    ///
    /// @param cost in millionths of a USD
    /// @param presumed nobody saw how it ended, so it may be less
    public record Charge(
            String attempt,
            int output,
            String provider,
            String account,
            String model,
            long cost,
            boolean presumed) {
        private static Charge of(JsonNode line) {
            return new Charge(
                    line.path("attempt").asText(),
                    line.path("output").asInt(),
                    line.path("provider").asText(),
                    line.path("account").asText(),
                    line.path("model").asText(),
                    line.path("cost").asLong(),
                    line.path("presumed").asBoolean());
        }
    }

    static JobMoney of(JsonNode body) {
        return new JobMoney(
                body.path("job").asText(),
                body.path("tenant").asText(),
                body.path("mode").asText(),
                body.path("model").asText(),
                body.path("price_version").asInt(),
                body.path("state").asText(),
                Billing.credits(body, "amount"),
                Billing.credits(body, "captured"),
                Billing.credits(body, "refunded"),
                StreamSupport.stream(body.path("charges").spliterator(), false)
                        .map(Charge::of)
                        .toList(),
                body.path("cost").asLong(),
                body.path("house_loss").asLong());
    }
}
