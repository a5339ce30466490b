package dev.reelay.worker.routing;

import dev.reelay.common.catalogue.Model;
import dev.reelay.worker.cost.CostRule;
import dev.reelay.worker.provider.ProviderQueue;
import dev.reelay.worker.provider.RouteName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of routes at present.
///
/// @param served by queue that has an account: whether one takes something, or is closed for
///   moments only
/// @param costs what accounts charge, by provider
/// @param lately by route
record RouteFigures(
        Map<String, Boolean> served,
        Map<String, List<Costs>> costs,
        Map<RouteName, Lately> lately) {

    boolean has(ProviderQueue queue) {
        return served.containsKey(queue.toString());
    }

    boolean serves(ProviderQueue queue) {
        return served.getOrDefault(queue.toString(), false);
    }

    /// What an account of a provider charges.
    ///
    /// @param rules by the provider's name for a model, or `*`
    record Costs(String provider, Map<String, CostRule> rules) {
        Optional<Long> of(String model, String tier, int seconds, boolean audio) {
            return Optional.ofNullable(rules.get(model))
                    .or(() -> Optional.ofNullable(rules.get("*")))
                    .flatMap(rule -> rule.of(tier, seconds, audio));
        }
    }

    /// What became of the attempts of the last hours.
    ///
    /// @param ended with a clip or by the provider's fault
    /// @param failed by the provider's fault
    /// @param seconds from the submit to a clip that is stored, on average; 0 where there is none
    record Lately(int ended, int failed, double seconds) {
        static final Lately NOTHING = new Lately(0, 0, 0);

        /// As if ten more had ended and half a one had failed, so that a few say little.
        double failureShare() {
            return (failed + 0.5) / (ended + 10);
        }

        Optional<Double> measuredSeconds() {
            return ended > failed ? Optional.of(seconds) : Optional.empty();
        }
    }

    Lately lately(Model.Route route) {
        return lately.getOrDefault(RouteName.of(route), Lately.NOTHING);
    }

    /// In millionths of a USD, at the account that charges least; empty where nobody entered it.
    ///
    /// @param seconds that the route renders
    Optional<Long> cost(Model.Route route, String tier, int seconds, boolean audio) {
        return costs.getOrDefault(route.provider(), List.of()).stream()
                .flatMap(account -> account.of(route.model(), tier, seconds, audio).stream())
                .min(Comparator.naturalOrder());
    }
}
