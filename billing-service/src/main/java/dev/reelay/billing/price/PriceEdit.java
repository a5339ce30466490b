package dev.reelay.billing.price;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A change of prices: checked as often as wanted, published once. Throws
/// `IllegalArgumentException` for one that says two things.
///
/// @param base the version that it changes; publishing it is refused where there is a newer one
/// @param note why, for those who read the versions later
/// @param models new rules by model id; the others stay
/// @param overrides all that are valid from then on; null where they stay
/// @param ownAccountFactor of jobs that a tenant's own account renders, 0 to 1; null where it stays
record PriceEdit(
        @JsonProperty("base_version") @Nullable Integer base,
        @Nullable String note,
        Map<String, PriceRule> models,
        @Nullable List<PriceOverride> overrides,
        @JsonProperty("own_account_factor") @Nullable BigDecimal ownAccountFactor) {
    private static final int LONGEST_NOTE = 500;
    private static final int MOST_OVERRIDES = 10_000;

    @SuppressWarnings("NullAway") // Jackson passes null for a member that is missing
    PriceEdit {
        models = models == null ? Map.of() : Map.copyOf(models);
        overrides = overrides == null ? null : List.copyOf(overrides);
        if (note != null && (note.length() > LONGEST_NOTE || note.indexOf(0) >= 0)) {
            throw new IllegalArgumentException("note has at most " + LONGEST_NOTE + " characters");
        }
        if (ownAccountFactor != null) {
            PriceRule.refuseUnlessPart("own_account_factor", ownAccountFactor);
        }
        if (overrides != null) {
            if (overrides.size() > MOST_OVERRIDES) {
                throw new IllegalArgumentException("overrides are at most " + MOST_OVERRIDES);
            }
            refuseTwice(overrides);
        }
    }

    private static void refuseTwice(List<PriceOverride> overrides) {
        var subjects = overrides.stream().map(PriceOverride::subject).distinct().count();
        if (subjects < overrides.size()) {
            throw new IllegalArgumentException(
                    "two overrides are of the same tenant or plan and the same model");
        }
    }

    boolean isEmpty() {
        return models.isEmpty() && overrides == null && ownAccountFactor == null;
    }
}
