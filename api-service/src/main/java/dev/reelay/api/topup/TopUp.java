package dev.reelay.api.topup;

import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.HexId;
import dev.reelay.common.id.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Credits that a tenant has asked for.
///
/// @param id also of the grant
/// @param expiresAt when the credits end; null for never
/// @param cost what is paid for them; null for a code
/// @param url where it is paid; null where there is nothing to pay, or not yet
public record TopUp(
        UUID id,
        TenantId tenant,
        Credits credits,
        String reason,
        @Nullable Instant expiresAt,
        State state,
        @Nullable Money cost,
        @Nullable String url) {
    private static final String WORD = "topup_";

    /// Where it stands.
    public enum State {
        /// Not paid.
        OPEN,
        /// Paid, and the credits are on their way.
        OWED,
        /// The credits are there.
        GRANTED
    }

    /// An amount of money.
    ///
    /// @param amount in the currency's smallest unit, above 0
    /// @param currency ISO 4217, in small letters
    public record Money(long amount, String currency) {}

    /// What is paid for it. Throws `IllegalStateException` for a code's.
    Money mustCost() {
        if (cost == null) {
            throw new IllegalStateException("nothing is paid for " + id);
        }
        return cost;
    }

    /// The id as a tenant sees it.
    public String shownId() {
        return HexId.text(WORD, id);
    }

    /// Empty where it is not spelled so.
    public static Optional<UUID> parse(String text) {
        return HexId.parse(WORD, text);
    }
}
