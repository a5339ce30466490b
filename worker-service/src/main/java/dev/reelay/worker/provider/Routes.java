package dev.reelay.worker.provider;

import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.Model;
import dev.reelay.common.event.JobSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Who renders a job, in order, by the catalogue. What a test key asks for is rendered by the
/// sandbox whatever its model.
public final class Routes {
    /// Name of the provider that renders for test keys.
    public static final String SANDBOX = "sandbox";

    private static final int USUAL_SECONDS = 60;

    private final Catalogue catalogue;

    public Routes(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    public Optional<Route> first(JobSpec spec) {
        return at(spec, 0);
    }

    /// The route to take when this one has refused.
    public Optional<Route> after(JobSpec spec, Route refused) {
        return at(spec, refused.place() + 1);
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
    /// @param place of the route
    public int seconds(String model, int ordered, int place) {
        return seconds(routes(model), ordered, place);
    }

    private static int seconds(List<Model.Route> routes, int ordered, int place) {
        return place < routes.size()
                ? routes.get(place).renders().stream()
                        .filter(length -> length >= ordered)
                        .min(Comparator.naturalOrder())
                        .orElse(ordered)
                : ordered;
    }

    private Optional<Route> at(JobSpec spec, int place) {
        var routes = routes(spec);
        return place < routes.size()
                ? Optional.of(
                        new Route(place, routes.get(place).provider(), routes.get(place).model()))
                : Optional.empty();
    }

    private List<Model.Route> routes(JobSpec spec) {
        return spec.test()
                ? List.of(new Model.Route(SANDBOX, spec.model(), List.of()))
                : routes(spec.model());
    }

    private List<Model.Route> routes(String model) {
        return catalogue.model(model).map(Model::routes).orElse(List.of());
    }
}
