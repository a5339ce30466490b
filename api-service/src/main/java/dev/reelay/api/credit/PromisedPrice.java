package dev.reelay.api.credit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.common.credit.Credits;
import org.jspecify.annotations.Nullable;

/// A price that a quote promised.
///
/// @param plan that the tenant had when it was quoted; null in quotes of before there was one
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromisedPrice(int priceVersion, Credits amount, @Nullable String plan) {}
