package dev.reelay.billing.hold;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.reelay.billing.limit.Period;
import dev.reelay.billing.limit.Spender;
import dev.reelay.common.credit.Credits;

/// What became of a request to hold. Only `Held` leaves anything behind.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HoldAnswer.Held.class, name = "held"),
    @JsonSubTypes.Type(value = HoldAnswer.Short.class, name = "short"),
    @JsonSubTypes.Type(value = HoldAnswer.Voided.class, name = "voided"),
    @JsonSubTypes.Type(value = HoldAnswer.Unpriceable.class, name = "unpriceable"),
    @JsonSubTypes.Type(value = HoldAnswer.AboveMaxCost.class, name = "above_max_cost"),
    @JsonSubTypes.Type(value = HoldAnswer.TooManyUnfinished.class, name = "too_many_unfinished"),
    @JsonSubTypes.Type(value = HoldAnswer.TooManyToday.class, name = "too_many_today"),
    @JsonSubTypes.Type(value = HoldAnswer.OverBudget.class, name = "over_budget")
})
public sealed interface HoldAnswer {
    /// Set aside by this request or an earlier one of the same job; the price is frozen.
    record Held(@JsonProperty("price_version") int priceVersion, Credits amount)
            implements HoldAnswer {}

    /// The account has less than is needed.
    record Short(Credits needed, Credits available) implements HoldAnswer {}

    /// The job was given up before; its id holds nothing any more.
    record Voided() implements HoldAnswer {}

    /// No price version knows these facts.
    record Unpriceable(String why) implements HoldAnswer {}

    /// The price is above what the tenant is willing to pay.
    record AboveMaxCost(Credits amount) implements HoldAnswer {}

    /// As many jobs as the plan allows have not ended yet.
    record TooManyUnfinished(int most) implements HoldAnswer {}

    /// As many jobs as the plan allows in a day were accepted since midnight.
    ///
    /// @param seconds until the next day begins
    record TooManyToday(int most, long seconds) implements HoldAnswer {}

    /// The key or the workspace would spend more than its limit.
    ///
    /// @param of whose limit it is
    /// @param seconds until the period ends; 0 for one that never does
    record OverBudget(
            Spender of, Period period, Credits most, Credits spent, Credits needed, long seconds)
            implements HoldAnswer {}

    /// The word that metrics count it under.
    default String word() {
        return switch (this) {
            case Held _ -> "held";
            case Short _ -> "short";
            case Voided _ -> "voided";
            case Unpriceable _ -> "unpriceable";
            case AboveMaxCost _ -> "above_max_cost";
            case TooManyUnfinished _ -> "too_many_unfinished";
            case TooManyToday _ -> "too_many_today";
            case OverBudget _ -> "over_budget";
        };
    }
}
