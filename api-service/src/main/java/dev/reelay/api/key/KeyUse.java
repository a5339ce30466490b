package dev.reelay.api.key;

import dev.reelay.api.sweep.Sweepers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Notes when keys were used, aside from the requests: at most every five minutes for a key, so a
/// busy key's row is not written at each call.
@Singleton
final class KeyUse {
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final PostgresKeys keys;
    private final Set<UUID> used = ConcurrentHashMap.newKeySet();

    KeyUse(PostgresKeys keys) {
        this.keys = keys;
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        sweepers.start("key-use", PAUSE, this::write);
    }

    void note(UUID key) {
        used.add(key);
    }

    void write() {
        var ids = new HashSet<>(used);
        if (!ids.isEmpty()) {
            keys.used(ids);
            used.removeAll(ids);
        }
    }
}
