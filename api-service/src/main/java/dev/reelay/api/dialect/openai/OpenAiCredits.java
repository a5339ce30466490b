package dev.reelay.api.dialect.openai;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.reelay.api.credit.Balance;
import dev.reelay.api.credit.Expiring;
import java.util.List;

/// What a tenant has.
///
/// @param expiring what lapses next, the soonest first; ten times at most
public record OpenAiCredits(@JsonUnwrapped Balance.View balance, List<Expiry> expiring) {
    /// @param credits a decimal string
    /// @param expiresAt Unix seconds
    public record Expiry(String credits, long expiresAt) {}

    static OpenAiCredits of(Balance balance, List<Expiring> expiring) {
        return new OpenAiCredits(
                balance.view(),
                expiring.stream()
                        .map(
                                one ->
                                        new Expiry(
                                                one.credits().toString(),
                                                one.expiresAt().getEpochSecond()))
                        .toList());
    }
}
