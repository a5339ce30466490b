package dev.reelay.worker.endpoint;

import dev.reelay.address.AddressPolicy;
import dev.reelay.common.event.TenantNotice;
import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.TenantId;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Endpoints as the routes keep them, without HTTP; this machine may be one.
public final class EndpointBench {
    private static final AddressPolicy LOOPBACK =
            new AddressPolicy(true, Set.of(443, 8443), Set.of(), false);

    private final PostgresEndpoints endpoints;
    private final PostgresSecrets secrets;
    private final PostgresNotices notices;

    public EndpointBench(Jdbi jdbi) {
        var config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(EndpointConfig.class)
                        .build()
                        .getConfigMapping(EndpointConfig.class);
        endpoints = new PostgresEndpoints(jdbi, config);
        secrets = new PostgresSecrets(jdbi);
        notices = new PostgresNotices(jdbi, config);
    }

    public EndpointId register(TenantId tenant, String body) {
        var made = endpoints.register(tenant, EndpointRequest.toCreate(body, LOOPBACK), null);
        return EndpointId.parse(made.endpoint().id()).orElseThrow();
    }

    public Endpoint change(TenantId tenant, EndpointId id, String body) {
        return endpoints.change(tenant, id, EndpointRequest.toChange(body, LOOPBACK)).orElseThrow();
    }

    public Optional<Endpoint> find(TenantId tenant, EndpointId id) {
        return endpoints.find(tenant, id);
    }

    public boolean delete(TenantId tenant, EndpointId id) {
        return endpoints.delete(tenant, id);
    }

    public void rotate(TenantId tenant, EndpointId id, Duration overlap) {
        if (secrets.rotate(tenant, id, overlap).isEmpty()) {
            throw new IllegalArgumentException("no such endpoint");
        }
    }

    public void rotateCallbacks(TenantId tenant, Duration overlap) {
        secrets.rotate(tenant, overlap);
    }

    public List<TenantNotice> notices() {
        return notices.take(100);
    }

    public void stored(UUID notice) {
        notices.stored(List.of(notice));
    }
}
