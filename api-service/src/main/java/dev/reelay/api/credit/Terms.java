package dev.reelay.api.credit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.common.credit.Credits;
import org.jspecify.annotations.Nullable;

/// What a hold is asked with, apart from the facts.
///
/// @param maxCost refuse rather than hold more
/// @param quote the price that was promised
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Terms(@Nullable Credits maxCost, @Nullable PromisedPrice quote) {
    public static final Terms NONE = new Terms(null, null);
}
