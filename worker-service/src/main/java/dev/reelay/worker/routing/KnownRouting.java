package dev.reelay.worker.routing;

import dev.reelay.common.catalogue.Model;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.loop.Bell;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.provider.ProviderQueue;
import dev.reelay.worker.provider.RouteOrder;
import dev.reelay.worker.role.RoleStarts;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Orders routes by what this worker last read of settings and figures. Another worker's change is
/// seen within the interval.
@Singleton
class KnownRouting implements RouteOrder {
    private static final Duration EACH = Duration.ofSeconds(2);

    private final PostgresRouting store;
    private final Work work;
    private volatile @Nullable Known known;

    private record Known(Map<String, Routing> byModel, RouteFigures figures) {}

    KnownRouting(PostgresRouting store, Work work) {
        this.store = store;
        this.work = work;
    }

    void start(@Observes RoleStarts.Render event) {
        work.repeat(
                "routing",
                EACH,
                new Bell(),
                () -> {
                    refresh();
                    return false;
                });
    }

    @Override
    public void refresh() {
        known = read();
    }

    private Known read() {
        var byModel = store.all();
        var measures = byModel.values().stream().anyMatch(r -> r.strategy().measures());
        return new Known(byModel, store.figures(measures));
    }

    private Known known() {
        var now = known;
        if (now == null) {
            now = read();
            known = now;
        }
        return now;
    }

    @Override
    public boolean serves(ProviderQueue queue) {
        return known().figures().serves(queue);
    }

    @Override
    public boolean has(ProviderQueue queue) {
        return known().figures().has(queue);
    }

    @Override
    public List<Integer> places(JobSpec spec, List<Model.Route> catalogue, int expectedSeconds) {
        var now = known();
        var routing = now.byModel().getOrDefault(spec.model(), Routing.USUAL);
        return OrderRoutes.places(spec, catalogue, routing, now.figures(), expectedSeconds);
    }
}
