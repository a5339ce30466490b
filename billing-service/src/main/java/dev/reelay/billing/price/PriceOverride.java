package dev.reelay.billing.price;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelay.common.id.TenantId;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What some pay instead of what all pay. Throws `IllegalArgumentException` where it is not clear
/// for whom, or what.
///
/// @param tenant whose price it is; else it is the plan's
/// @param plan whose price it is; else it is the tenant's
/// @param model that it is for; null for all
/// @param factor of the usual price, 0 to 1000; else there is a rule
/// @param rule in place of the model's own
@JsonInclude(JsonInclude.Include.NON_NULL)
record PriceOverride(
        @Nullable TenantId tenant,
        @Nullable String plan,
        @Nullable String model,
        @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable BigDecimal factor,
        @Nullable PriceRule rule) {
    PriceOverride {
        refuseUnless((tenant == null) != (plan == null), "an override is of a tenant or of a plan");
        refuseUnless((factor == null) != (rule == null), "an override has a factor or a rule");
        refuseUnless(rule == null || model != null, "an override with a rule names its model");
        if (factor != null) {
            PriceRule.refuseUnlessFactor("an override's factor", factor);
        }
    }

    private static void refuseUnless(boolean clear, String why) {
        if (!clear) {
            throw new IllegalArgumentException(why);
        }
    }

    boolean concerns(Payer payer, String modelId) {
        return (model == null || model.equals(modelId))
                && (tenant == null
                        ? payer.plan() != null && payer.plan().equals(plan)
                        : tenant.equals(payer.tenant()));
    }

    /// How closely it is meant: a tenant's before a plan's, then one model's before all.
    @JsonIgnore
    int closeness() {
        return (tenant == null ? 0 : 2) + (model == null ? 0 : 1);
    }

    /// For whom and for what: of each there is one.
    List<@Nullable Object> subject() {
        return Arrays.asList(tenant, plan, model);
    }
}
