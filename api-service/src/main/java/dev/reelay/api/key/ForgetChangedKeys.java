package dev.reelay.api.key;

import dev.reelay.api.sweep.Sweepers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Has this replica forget, within a second, what another one changed of keys, workspaces, tenants
/// and plans.
@Singleton
final class ForgetChangedKeys {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PostgresKeys keys;
    private final IdentifyCaller callers;

    ForgetChangedKeys(PostgresKeys keys, IdentifyCaller callers) {
        this.keys = keys;
        this.callers = callers;
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        sweepers.start("changed-keys", PAUSE, this::forget);
    }

    void forget() {
        var changed = keys.changedLately();
        if (changed.plans()) {
            callers.forgetAll();
        } else {
            callers.forget(changed.keys());
            changed.tenants().forEach(callers::forget);
        }
    }
}
