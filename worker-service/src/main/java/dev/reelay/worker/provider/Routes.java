package dev.reelay.worker.provider;

import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.Model;
import dev.reelay.common.event.JobSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who renders a job: routes of the catalogue, in the order that the operator wants. What a test
/// key asks for is rendered by the sandbox whatever its model.
public final class Routes {
    /// Name of the provider that renders for test keys.
    public static final String SANDBOX = "sandbox";

    private static final int USUAL_SECONDS = 60;

    private final Catalogue catalogue;
    private final RouteOrder order;

    public Routes(Catalogue catalogue, RouteOrder order) {
        this.catalogue = catalogue;
        this.order = order;
    }

    public Optional<Route> first(JobSpec spec) {
        return next(spec, Set.of());
    }

    /// The route to take when these have been tried.
    public Optional<Route> next(JobSpec spec, Set<RouteName> tried) {
        var route = known(spec, tried);
        if (route.isEmpty() && spec.onOwnAccount()) {
            order.refresh(); // the account may have been entered a moment ago, at another worker
            return known(spec, tried);
        }
        return route;
    }

    private Optional<Route> known(JobSpec spec, Set<RouteName> tried) {
        var all = routes(spec);
        return places(spec, all).stream()
                .map(place -> route(spec, place, all.get(place)))
                .filter(route -> !tried.contains(route.name()))
                .filter(route -> route.queue().owner() == null || order.has(route.queue()))
                .findFirst();
    }

    private static Route route(JobSpec spec, int place, Model.Route route) {
        return new Route(place, queue(spec, route), route.model());
    }

    /// Where a job waits for a route: at its tenant's own accounts, if so it was accepted.
    public static ProviderQueue queue(JobSpec spec, Model.Route route) {
        return new ProviderQueue(route.provider(), spec.onOwnAccount() ? spec.tenant() : null);
    }

    /// Whether somebody takes what is sent there at present.
    public boolean isServed(Route route) {
        return order.serves(route.queue());
    }

    private List<Integer> places(JobSpec spec, List<Model.Route> all) {
        return spec.test() ? List.of(0) : order.places(spec, all, expectedSeconds(spec));
    }

    /// The routes of a model of the catalogue, in its order; empty where there is no such model.
    public Optional<List<Model.Route>> of(String model) {
        return catalogue.model(model).map(Model::routes);
    }

    /// How long one output of the job usually takes.
    public int expectedSeconds(JobSpec spec) {
        return expectedSeconds(spec.model());
    }

    /// @param model of the catalogue
    public int expectedSeconds(String model) {
        return catalogue.model(model).map(Model::expectedSeconds).orElse(USUAL_SECONDS);
    }

    /// Length that a route renders for a job: the ordered one, or the next longer one that it
    /// makes.
    public int seconds(JobSpec spec, Route route) {
        return seconds(routes(spec), spec.seconds(), route.place());
    }

    /// The same, of a job that no test key asked for.
    ///
    /// @param model of the catalogue
    /// @param ordered seconds
    /// @param name of the route
    public int seconds(String model, int ordered, RouteName name) {
        return routes(model).stream()
                .filter(route -> RouteName.of(route).equals(name))
                .findFirst()
                .map(route -> seconds(route, ordered))
                .orElse(ordered);
    }

    private static int seconds(List<Model.Route> routes, int ordered, int place) {
        return place < routes.size() ? seconds(routes.get(place), ordered) : ordered;
    }

    /// The same, of a route of the catalogue.
    public static int seconds(Model.Route route, int ordered) {
        return route.renders().stream()
                .filter(length -> length >= ordered)
                .min(Comparator.naturalOrder())
                .orElse(ordered);
    }

    private List<Model.Route> routes(JobSpec spec) {
        return spec.test()
                ? List.of(new Model.Route(SANDBOX, spec.model(), List.of()))
                : routes(spec.model());
    }

    private List<Model.Route> routes(String model) {
        return of(model).orElse(List.of());
    }
}
