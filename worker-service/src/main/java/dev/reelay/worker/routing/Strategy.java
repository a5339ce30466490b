package dev.reelay.worker.routing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What decides which of a model's routes comes first. Where it says nothing of two, the operator's
/// order does.
enum Strategy {
    /// The operator's order.
    ORDER,
    /// Each gets jobs by its weight.
    WEIGHT,
    /// What the provider charges for the clip, as entered with its accounts.
    CHEAP,
    /// How long clips took lately.
    FAST,
    /// How many lately failed by the provider's fault.
    RELIABLE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it goes by what became of attempts.
    boolean measures() {
        return switch (this) {
            case FAST, RELIABLE -> true;
            case ORDER, WEIGHT, CHEAP -> false;
        };
    }

    static Optional<Strategy> of(String word) {
        return Arrays.stream(values()).filter(strategy -> strategy.word().equals(word)).findFirst();
    }
}
