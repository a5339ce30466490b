package dev.reelay.worker.routing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.reelay.common.catalogue.Model;
import dev.reelay.worker.internal.Refused.Unknown;
import dev.reelay.worker.provider.ProviderQueue;
import dev.reelay.worker.provider.Routes;
import dev.reelay.worker.routing.Routing.Placed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `/internal/models/…/routes`: in which order a model's routes are taken.
@Path("/internal/models/{model:.+}/routes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class RoutingRoutes {
    private static final Logger LOG = Logger.getLogger(RoutingRoutes.class);

    private final Routes routes;
    private final PostgresRouting store;
    private final KnownRouting known;

    RoutingRoutes(Routes routes, PostgresRouting store, KnownRouting known) {
        this.routes = routes;
        this.store = store;
        this.known = known;
    }

    /// @param routes in the operator's order
    public record View(String model, String object, String strategy, List<RouteView> routes) {}

    /// @param model the provider's name for it
    /// @param served whether an account takes something, or will in a moment
    /// @param ended attempts of the last hours, with a clip or by the provider's fault
    /// @param failed of these, by the provider's fault
    /// @param seconds that a clip took on average; null where there is none
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RouteView(
            String provider,
            String model,
            boolean enabled,
            int weight,
            boolean served,
            int ended,
            int failed,
            @Nullable Integer seconds) {}

    @GET
    public View get(@PathParam("model") String model) {
        return view(model, catalogue(model));
    }

    /// Takes the place of what was set before; an empty one is the catalogue's order again.
    @PUT
    public View put(@PathParam("model") String model, @Nullable String body) {
        var catalogue = catalogue(model);
        var routing = Routing.read(body, catalogue);
        store.put(model, routing);
        known.refresh();
        LOG.infof("Routes were set; model=%s strategy=%s", model, routing.strategy().word());
        return view(model, catalogue);
    }

    private List<Model.Route> catalogue(String model) {
        return routes.of(model).orElseThrow(Unknown::new);
    }

    private View view(String model, List<Model.Route> catalogue) {
        var routing = store.find(model).orElse(Routing.USUAL);
        var figures = store.figures(true);
        return new View(
                model,
                "model.routes",
                routing.strategy().word(),
                routing.over(catalogue).stream().map(placed -> view(placed, figures)).toList());
    }

    private static RouteView view(Placed placed, RouteFigures figures) {
        var choice = placed.choice();
        var lately = figures.lately(placed.route());
        return new RouteView(
                choice.provider(),
                choice.model(),
                choice.enabled(),
                choice.weight(),
                figures.serves(ProviderQueue.of(choice.provider())),
                lately.ended(),
                lately.failed(),
                lately.measuredSeconds().map(s -> (int) Math.round(s)).orElse(null));
    }
}
