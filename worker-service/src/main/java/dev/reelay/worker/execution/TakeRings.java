package dev.reelay.worker.execution;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.ProvidersRang;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/// Hears on topic `provider.callbacks` that providers have called back, and has the attempts looked
/// at. A ring that is doubled, late or for nothing changes nothing, and a lost one is not missed.
@ApplicationScoped
class TakeRings {
    private static final Logger LOG = Logger.getLogger(TakeRings.class);

    private final Timers timers;

    TakeRings(Timers timers) {
        this.timers = timers;
    }

    @Incoming("provider-callbacks")
    @RunOnVirtualThread
    void on(List<String> records) {
        var attempts = new HashSet<UUID>();
        for (var record : records) {
            read(record).ifPresent(rang -> attempts.addAll(rang.attempts()));
        }
        if (!attempts.isEmpty()) {
            timers.ring(attempts);
        }
    }

    private static Optional<ProvidersRang> read(String text) {
        try {
            return Optional.of(EventJson.read(text, ProvidersRang.class));
        } catch (IllegalArgumentException e) {
            LOG.errorf("A record of provider.callbacks was skipped; why=%s", e.getMessage());
            return Optional.empty();
        }
    }
}
