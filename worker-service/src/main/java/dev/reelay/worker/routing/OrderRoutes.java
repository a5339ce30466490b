package dev.reelay.worker.routing;

import dev.reelay.common.catalogue.Model;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.provider.Routes;
import dev.reelay.worker.routing.Routing.Placed;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/// Puts a model's routes in order for one job. Pure: the same job, settings and figures give the
/// same order.
final class OrderRoutes {
    private static final double ALL = 0x1p53;

    private OrderRoutes() {}

    /// The places of the enabled routes, the best first; those whose provider nobody serves at
    /// present come last.
    ///
    /// @param expectedSeconds what a clip is taken to take at a route that none was measured of
    static List<Integer> places(
            JobSpec spec,
            List<Model.Route> catalogue,
            Routing routing,
            RouteFigures figures,
            int expectedSeconds) {
        var unserved =
                Comparator.comparing(
                        (Placed placed) -> !figures.serves(Routes.queue(spec, placed.route())));
        return routing.over(catalogue).stream()
                .filter(placed -> placed.choice().enabled())
                .sorted(
                        unserved.thenComparing(
                                by(routing.strategy(), spec, figures, expectedSeconds)))
                .map(Placed::place)
                .toList();
    }

    private static Comparator<Placed> by(
            Strategy strategy, JobSpec spec, RouteFigures figures, int expectedSeconds) {
        return switch (strategy) {
            case ORDER -> (_, _) -> 0;
            case WEIGHT -> Comparator.comparingDouble(placed -> draw(spec, placed));
            case CHEAP -> Comparator.comparingLong(placed -> cost(spec, placed.route(), figures));
            case FAST ->
                    Comparator.comparingDouble(
                            placed ->
                                    figures.lately(placed.route())
                                            .measuredSeconds()
                                            .orElse((double) expectedSeconds));
            case RELIABLE ->
                    Comparator.comparingDouble(
                            placed -> figures.lately(placed.route()).failureShare());
        };
    }

    /// The most where it is not known.
    private static long cost(JobSpec spec, Model.Route route, RouteFigures figures) {
        return figures.cost(
                        route,
                        spec.resolution(),
                        Routes.seconds(route, spec.seconds()),
                        spec.audio())
                .orElse(Long.MAX_VALUE);
    }

    /// Exponential with the weight as its rate, from the job and the route alone: the least of
    /// several is each one's by its share, and so is the next of the rest.
    private static double draw(JobSpec spec, Placed placed) {
        var name =
                spec.job().value() + " " + placed.route().provider() + " " + placed.route().model();
        var hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        var uniform = ((hash.getLeastSignificantBits() & 0x1FFFFFFFFFFFFFL) + 1) / ALL;
        return -Math.log(uniform) / placed.choice().weight();
    }
}
