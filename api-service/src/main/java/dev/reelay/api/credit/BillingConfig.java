package dev.reelay.api.credit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/// Where billing-service is.
@ConfigMapping(prefix = "reelay.billing")
public interface BillingConfig {
    URI url();

    @WithDefault("2s")
    Duration connectLimit();

    /// From the first byte out to the last byte in. A hold that takes longer is resumed or voided.
    @WithDefault("5s")
    Duration answerLimit();
}
