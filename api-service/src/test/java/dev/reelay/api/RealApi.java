package dev.reelay.api;

import dev.reelay.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;

/// What every test of the running service stands on: a real PostgreSQL, Kafka and S3 server, and
/// the real billing-service and worker-service as processes. Quarkus finds these annotations for
/// all test classes of the module.
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "postgres", value = "reelay_api"),
            @ResourceArg(name = "kafka", value = "true"),
            @ResourceArg(name = "s3", value = "true")
        })
@QuarkusTestResource(RealServices.class)
final class RealApi {
    private RealApi() {}
}
