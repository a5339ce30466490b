package dev.reelay.billing.hold;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.reelay.common.credit.Credits;

/// What became of a request to hold. Only `Held` leaves anything behind.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HoldAnswer.Held.class, name = "held"),
    @JsonSubTypes.Type(value = HoldAnswer.Short.class, name = "short"),
    @JsonSubTypes.Type(value = HoldAnswer.Voided.class, name = "voided"),
    @JsonSubTypes.Type(value = HoldAnswer.Unpriceable.class, name = "unpriceable"),
    @JsonSubTypes.Type(value = HoldAnswer.AboveMaxCost.class, name = "above_max_cost")
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

    /// The word that metrics count it under.
    default String word() {
        return switch (this) {
            case Held _ -> "held";
            case Short _ -> "short";
            case Voided _ -> "voided";
            case Unpriceable _ -> "unpriceable";
            case AboveMaxCost _ -> "above_max_cost";
        };
    }
}
