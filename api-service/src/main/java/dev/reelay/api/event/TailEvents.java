package dev.reelay.api.event;

import dev.reelay.api.sweep.Sweepers;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Reads the log along, one query for the whole replica, and wakes those who wait for a job or for
/// anything of a tenant. What the news are they read themselves.
@Singleton
public final class TailEvents {
    private static final int MOST_AT_ONCE = 1000;
    private static final int FORGOTTEN_AT_ONCE = 5000;
    private static final Duration FORGET_PAUSE = Duration.ofMinutes(1);

    private final PostgresTail tail;
    private final PostgresEvents events;
    private final EventConfig config;

    /// By the id of a job or a tenant.
    private final ConcurrentHashMap<Record, Set<Watch>> watches = new ConcurrentHashMap<>();

    private @Nullable Place place;

    TailEvents(PostgresTail tail, PostgresEvents events, EventConfig config) {
        this.tail = tail;
        this.events = events;
        this.config = config;
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        sweepers.start("tail-events", config.look(), this::look);
        sweepers.start("forget-events", FORGET_PAUSE, this::forget);
    }

    /// To be taken before the log is read: what is written after that rings. To be closed.
    public Watch watch(JobId job) {
        return watchFor(job);
    }

    /// As for one job.
    public Watch watch(TenantId tenant) {
        return watchFor(tenant);
    }

    private Watch watchFor(Record id) {
        var watch = new Watch(ended -> end(id, ended));
        watches.compute(
                id,
                (_, there) -> {
                    var all = there == null ? ConcurrentHashMap.<Watch>newKeySet() : there;
                    all.add(watch);
                    return all;
                });
        return watch;
    }

    private void end(Record id, Watch watch) {
        watches.computeIfPresent(
                id,
                (_, there) -> {
                    there.remove(watch);
                    return there.isEmpty() ? null : there;
                });
    }

    /// Wakes those who wait for these jobs at once, where this replica has just written their end;
    /// the others hear of it with their next look.
    public void ended(Collection<JobId> jobs) {
        jobs.forEach(this::ring);
    }

    private void look() {
        var from = place == null ? tail.now() : place;
        List<PostgresTail.News> news;
        do {
            news = tail.beyond(from, MOST_AT_ONCE);
            for (var one : news) {
                ring(one.tenant());
                if (one.job() != null) {
                    ring(one.job());
                }
                from = one.place();
            }
            place = from;
        } while (news.size() == MOST_AT_ONCE);
    }

    private void ring(Record id) {
        watches.getOrDefault(id, Set.of()).forEach(Watch::ring);
    }

    private void forget() {
        int gone;
        do {
            gone = events.forget(config.kept(), FORGOTTEN_AT_ONCE);
        } while (gone == FORGOTTEN_AT_ONCE);
    }
}
