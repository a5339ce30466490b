package dev.reelay.api.sweep;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What this process does again and again until it is told to end.
@Singleton
public final class Sweepers {
    private final List<Sweeper> all = new CopyOnWriteArrayList<>();

    /// As {@link Sweeper#start}; it is closed at the end.
    public void start(String name, Duration pause, Runnable round) {
        all.add(Sweeper.start(name, pause, round));
    }

    void stop(@Observes ShutdownEvent event) {
        all.forEach(Sweeper::close);
    }
}
