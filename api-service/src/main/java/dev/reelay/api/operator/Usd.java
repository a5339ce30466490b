package dev.reelay.api.operator;

import dev.reelay.api.quote.QuoteConfig;
import dev.reelay.common.credit.Credits;
import jakarta.inject.Singleton;
import java.math.BigDecimal;

/// Amounts in USD as decimal strings; credits by the configured rate.
@Singleton
final class Usd {
    private static final int DECIMALS = 6;

    private final QuoteConfig config;

    Usd(QuoteConfig config) {
        this.config = config;
    }

    BigDecimal of(Credits credits) {
        return new BigDecimal(credits.toString()).multiply(config.usdPerCredit());
    }

    /// @param micros millionths of a USD
    static BigDecimal ofMicros(long micros) {
        return BigDecimal.valueOf(micros, DECIMALS);
    }

    static String text(BigDecimal usd) {
        return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
    }
}
