package dev.reelay.billing.price;

import dev.reelay.billing.price.Price.Priced;
import dev.reelay.billing.price.Price.Unpriceable;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.credit.Credits;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// All rules that were valid together, by model id, and what some pay instead. Never changes; a
/// price edit is a new version.
///
/// @param ownAccountFactor part of its usual price that a job costs where the tenant's own account
///   at an upstream renders it, 0 to 1
public record PriceVersion(
        int id,
        Map<String, PriceRule> rules,
        List<PriceOverride> overrides,
        BigDecimal ownAccountFactor) {
    public PriceVersion {
        rules = Map.copyOf(rules);
        overrides = List.copyOf(overrides);
    }

    /// The price of these facts for whoever pays, the same whenever it is asked for.
    public Price price(Facts facts, Payer payer) {
        var override =
                overrides.stream()
                        .filter(one -> one.concerns(payer, facts.model()))
                        .max(Comparator.comparingInt(PriceOverride::closeness));
        var rule =
                override.map(PriceOverride::rule)
                        .or(() -> Optional.ofNullable(rules.get(facts.model())));
        if (rule.isEmpty()) {
            return new Unpriceable("no price for model " + facts.model());
        }
        try {
            return rule.get()
                    .perOutput(
                            facts,
                            override.map(PriceOverride::factor)
                                    .orElse(BigDecimal.ONE)
                                    .multiply(accountFactor(facts)))
                    .<Price>map(each -> new Priced(id, forAll(each, facts)))
                    .orElseGet(() -> new Unpriceable(noRate(facts)));
        } catch (ArithmeticException | IllegalArgumentException _) {
            return new Unpriceable(
                    "the price of model " + facts.model() + " is beyond any account");
        }
    }

    private BigDecimal accountFactor(Facts facts) {
        return facts.onOwnAccount() ? ownAccountFactor : BigDecimal.ONE;
    }

    private static Credits forAll(Credits each, Facts facts) {
        return each.times(facts.outputs());
    }

    private static String noRate(Facts facts) {
        return "no price for model " + facts.model() + " at " + facts.tier();
    }

    /// What becomes of this version by an edit: the rules that it names are put in place of their
    /// models', and its overrides and factor, where it has such, in place of all.
    PriceVersion edited(PriceEdit edit) {
        var all = new TreeMap<>(rules);
        all.putAll(edit.models());
        return new PriceVersion(
                id,
                all,
                Objects.requireNonNullElse(edit.overrides(), overrides),
                Objects.requireNonNullElse(edit.ownAccountFactor(), ownAccountFactor));
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
