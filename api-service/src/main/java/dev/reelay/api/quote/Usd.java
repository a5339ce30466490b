package dev.reelay.api.quote;

import dev.reelay.common.credit.Credits;
import jakarta.inject.Singleton;
import java.math.BigDecimal;

/// Amounts in USD; credits by the configured rate.
@Singleton
public final class Usd {
    private static final int DECIMALS = 6;

    private final QuoteConfig config;

    Usd(QuoteConfig config) {
        this.config = config;
    }

    public BigDecimal of(Credits credits) {
        return new BigDecimal(credits.toString()).multiply(config.usdPerCredit());
    }

    /// @param micros millionths of a USD
    public static BigDecimal ofMicros(long micros) {
        return BigDecimal.valueOf(micros, DECIMALS);
    }

    /// A decimal string without an exponent.
    public static String text(BigDecimal usd) {
        return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
    }
}
