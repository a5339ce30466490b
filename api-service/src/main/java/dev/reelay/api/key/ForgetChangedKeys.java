package dev.reelay.api.key;

import dev.reelay.api.sweep.Sweeper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Has this replica forget, within a second, what another one changed of keys, workspaces, tenants
/// and plans.
@Singleton
final class ForgetChangedKeys {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PostgresKeys keys;
    private final IdentifyCaller callers;
    private @Nullable Sweeper sweeper;

    ForgetChangedKeys(PostgresKeys keys, IdentifyCaller callers) {
        this.keys = keys;
        this.callers = callers;
    }

    void start(@Observes StartupEvent event) {
        sweeper = Sweeper.start("changed-keys", PAUSE, this::forget);
    }

    void stop(@Observes ShutdownEvent event) {
        if (sweeper != null) {
            sweeper.close();
        }
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
