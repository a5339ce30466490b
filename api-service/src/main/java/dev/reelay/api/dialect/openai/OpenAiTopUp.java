package dev.reelay.api.dialect.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.api.clock.UnixSeconds;
import dev.reelay.api.topup.TopUp;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A top-up as its tenant sees it.
///
/// @param credits a decimal string
/// @param status `open`, `owed` or `granted`
/// @param expiresAt when the credits end, in Unix seconds
/// @param amount what they cost, in the currency's smallest unit
/// @param url where they are paid
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OpenAiTopUp(
        String id,
        String object,
        String credits,
        String status,
        @Nullable Long expiresAt,
        @Nullable Long amount,
        @Nullable String currency,
        @Nullable String url) {
    static OpenAiTopUp of(TopUp topUp) {
        var cost = topUp.cost();
        return new OpenAiTopUp(
                topUp.shownId(),
                "top_up",
                topUp.credits().toString(),
                topUp.state().name().toLowerCase(Locale.ROOT),
                UnixSeconds.of(topUp.expiresAt()),
                cost == null ? null : cost.amount(),
                cost == null ? null : cost.currency(),
                topUp.url());
    }
}
