package dev.reelay.billing.correction;

import dev.reelay.common.credit.Credits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What an operator may do alone.
@ConfigMapping(prefix = "reelay.credit")
public interface CorrectionConfig {
    /// The largest adjustment that needs no second operator, in credits.
    @WithDefault("1000")
    Credits adjustmentAlone();
}
