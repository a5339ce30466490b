package dev.reelay.api.health;

import dev.reelay.api.credit.Billing;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/// Without billing nothing is accepted, and everything that was is shown and served.
@Wellness
@Singleton
final class BillingWellness implements HealthCheck {
    private final Billing billing;

    BillingWellness(Billing billing) {
        this.billing = billing;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("billing").status(billing.isReady()).build();
    }
}
