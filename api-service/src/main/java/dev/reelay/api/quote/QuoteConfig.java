package dev.reelay.api.quote;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;

/// What a quote promises.
@ConfigMapping(prefix = "reelay.quote")
public interface QuoteConfig {
    @WithDefault("10m")
    Duration life();

    /// What an operator asks for one credit; shown beside the credits, never charged by.
    @WithDefault("0.01")
    BigDecimal usdPerCredit();
}
