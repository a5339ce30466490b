package dev.reelay.api.credit;

/// What billing says to the question for a price.
public sealed interface QuoteAnswer {
    record Priced(Price price) implements QuoteAnswer {}

    record Unpriceable(String why) implements QuoteAnswer {}
}
