package dev.reelay.billing.price;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.reelay.common.credit.Credits;

/// What facts cost, or why nobody can say.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Price.Priced.class, name = "priced"),
    @JsonSubTypes.Type(value = Price.Unpriceable.class, name = "unpriceable")
})
public sealed interface Price {
    /// @param amount for all outputs together; each costs the same share
    record Priced(@JsonProperty("price_version") int version, Credits amount) implements Price {}

    /// @param why for an operator: what the price version lacks
    record Unpriceable(String why) implements Price {}
}
