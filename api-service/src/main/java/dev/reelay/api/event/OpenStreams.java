package dev.reelay.api.event;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.id.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The streams of this replica: how many there may be, and their end with the process. Clients come
/// back to another replica with the last id they saw.
@Singleton
final class OpenStreams {
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final EventConfig config;
    private final Set<Stream> open;
    private final ConcurrentHashMap<TenantId, Integer> ofTenants = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    OpenStreams(EventConfig config, MeterRegistry meters) {
        this.config = config;
        open =
                meters.gaugeCollectionSize(
                        "reelay.event.streams", Tags.empty(), ConcurrentHashMap.newKeySet());
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        open.forEach(Stream::close);
    }

    /// Throws {@link GatewayException} where there are too many, of the tenant or of all.
    void enter(TenantId tenant, Stream stream) {
        if (stopping || open.size() >= config.mostStreams()) {
            throw new GatewayException(new GatewayError.TryLater(WAIT));
        }
        ofTenants.compute(tenant, (_, count) -> oneMore(count == null ? 0 : count));
        open.add(stream);
        if (stopping) {
            stream.close();
        }
    }

    private int oneMore(int count) {
        if (count >= config.mostStreamsOfTenant()) {
            throw new GatewayException(
                    new GatewayError.TooManyStreams(config.mostStreamsOfTenant()));
        }
        return count + 1;
    }

    /// To be called once for each that has entered.
    void leave(TenantId tenant, Stream stream) {
        open.remove(stream);
        ofTenants.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
    }
}
