package dev.reelay.billing.price;

import dev.reelay.billing.price.Price.Priced;
import dev.reelay.billing.price.Price.Unpriceable;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.credit.Credits;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All rules that were valid together, by model id. Never changes; a price edit is a new version.
public record PriceVersion(int id, Map<String, PriceRule> rules) {
    public PriceVersion {
        rules = Map.copyOf(rules);
    }

    /// The price of these facts, the same whenever it is asked for.
    public Price price(Facts facts) {
        var rule = rules.get(facts.model());
        if (rule == null) {
            return new Unpriceable("no price for model " + facts.model());
        }
        try {
            return rule.perOutput(facts)
                    .<Price>map(each -> new Priced(id, forAll(each, facts)))
                    .orElseGet(() -> new Unpriceable(noRate(facts)));
        } catch (ArithmeticException | IllegalArgumentException _) {
            return new Unpriceable(
                    "the price of model " + facts.model() + " is beyond any account");
        }
    }

    private static Credits forAll(Credits each, Facts facts) {
        return each.times(facts.outputs());
    }

    private static String noRate(Facts facts) {
        return "no price for model " + facts.model() + " at " + facts.tier();
    }

    /// These rules and one for each model of the catalogue that has none; empty where none lacks
    /// one. A price that is already there stays, whatever the catalogue says now.
    static Optional<Map<String, PriceRule>> completed(
            Map<String, PriceRule> rules, Catalogue catalogue) {
        var all = new TreeMap<>(rules);
        catalogue
                .models()
                .forEach(model -> all.putIfAbsent(model.id(), PriceRule.of(model.price())));
        return all.size() == rules.size() ? Optional.empty() : Optional.of(all);
    }
}
