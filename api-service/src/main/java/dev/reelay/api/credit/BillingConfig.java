package dev.reelay.api.credit;

import dev.reelay.api.service.ServicePlace;
import io.smallrye.config.ConfigMapping;

/// Where billing-service is. A hold that takes longer than its limit is resumed or voided.
@ConfigMapping(prefix = "reelay.billing")
public interface BillingConfig extends ServicePlace {}
