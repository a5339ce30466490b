package dev.reelay.worker.routing;

import dev.reelay.common.catalogue.Model;
import dev.reelay.worker.internal.Members;
import dev.reelay.worker.internal.Refused.Invalid;
import dev.reelay.worker.provider.RouteName;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How an operator wants a model's routes to be taken.
///
/// @param routes in the operator's order
record Routing(Strategy strategy, List<Choice> routes) {
    /// As a model without one is routed.
    static final Routing USUAL = new Routing(Strategy.ORDER, List.of());

    private static final Set<String> MEMBERS = Set.of("strategy", "routes");
    private static final Set<String> OF_ROUTE = Set.of("provider", "model", "enabled", "weight");
    private static final int LONGEST = 200;
    private static final int MOST_WEIGHT = 1000;

    Routing {
        routes = List.copyOf(routes);
    }

    /// One of the catalogue's routes.
    ///
    /// @param enabled whether it is taken at all
    /// @param weight its share of the jobs among the weights of all
    record Choice(String provider, String model, boolean enabled, int weight) {
        static Choice usual(Model.Route route) {
            return new Choice(route.provider(), route.model(), true, 1);
        }

        RouteName name() {
            return new RouteName(provider, model);
        }

        boolean is(Model.Route route) {
            return name().equals(RouteName.of(route));
        }
    }

    /// A route of the catalogue with what the operator says of it.
    ///
    /// @param place 0-based place in the catalogue
    record Placed(int place, Model.Route route, Choice choice) {}

    /// All of the catalogue's routes: in the operator's order, then those that the operator did not
    /// name. What the operator named and the catalogue no longer has is not among them.
    List<Placed> over(List<Model.Route> catalogue) {
        var named =
                routes.stream()
                        .flatMap(
                                choice ->
                                        places(catalogue)
                                                .filter(at -> choice.is(catalogue.get(at)))
                                                .limit(1)
                                                .map(
                                                        at ->
                                                                new Placed(
                                                                        at,
                                                                        catalogue.get(at),
                                                                        choice)))
                        .toList();
        var others =
                places(catalogue)
                        .filter(at -> named.stream().noneMatch(placed -> placed.place() == at))
                        .map(
                                at ->
                                        new Placed(
                                                at,
                                                catalogue.get(at),
                                                Choice.usual(catalogue.get(at))));
        return Stream.concat(named.stream(), others).toList();
    }

    private static Stream<Integer> places(List<Model.Route> catalogue) {
        return Stream.iterate(0, at -> at < catalogue.size(), at -> at + 1);
    }

    /// Reads what an operator entered for a model with these routes. Throws {@link Invalid}.
    static Routing read(@Nullable String body, List<Model.Route> catalogue) {
        var members = Members.of(body, MEMBERS);
        var strategy =
                members.text("strategy", LONGEST)
                        .map(
                                word ->
                                        Strategy.of(word)
                                                .orElseThrow(
                                                        () ->
                                                                new Invalid(
                                                                        "strategy", strategies())))
                        .orElse(Strategy.ORDER);
        var routing = new Routing(strategy, choices(members, catalogue));
        if (routing.over(catalogue).stream().noneMatch(placed -> placed.choice().enabled())) {
            throw new Invalid("routes", "must leave at least one enabled");
        }
        return routing;
    }

    private static String strategies() {
        return "must be one of "
                + Arrays.stream(Strategy.values())
                        .map(Strategy::word)
                        .collect(Collectors.joining(", "));
    }

    private static List<Choice> choices(Members members, List<Model.Route> catalogue) {
        var choices =
                members.objects("routes", catalogue.size(), OF_ROUTE).stream()
                        .map(one -> choice(one, catalogue))
                        .toList();
        if (choices.stream().map(Choice::name).distinct().count() < choices.size()) {
            throw new Invalid("routes", "must name each route once");
        }
        return choices;
    }

    private static Choice choice(Members one, List<Model.Route> catalogue) {
        var choice =
                new Choice(
                        one.text("provider", LONGEST).orElse(""),
                        one.text("model", LONGEST).orElse(""),
                        one.flag("enabled").orElse(true),
                        one.number("weight", 1, MOST_WEIGHT).orElse(1));
        if (catalogue.stream().noneMatch(choice::is)) {
            throw new Invalid(
                    "routes",
                    "must each have provider and model of one of: "
                            + catalogue.stream()
                                    .map(route -> route.provider() + " " + route.model())
                                    .collect(Collectors.joining(", ")));
        }
        return choice;
    }
}
