package dev.reelay.billing;

import dev.reelay.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;

/// What every test of the running service stands on: a real PostgreSQL and a real Kafka. Quarkus
/// finds these annotations for all test classes of the module.
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "postgres", value = "reelay_billing"),
            @ResourceArg(name = "kafka", value = "true")
        })
@QuarkusTestResource(ServiceTokens.class)
final class RealBilling {
    private RealBilling() {}
}
