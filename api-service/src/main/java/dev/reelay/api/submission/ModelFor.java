package dev.reelay.api.submission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.Caller;
import dev.reelay.api.tenant.Plan;
import dev.reelay.api.tenant.PostgresPlans;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.Model;
import jakarta.inject.Singleton;
import java.time.Duration;

/// The model that a caller means and may use.
@Singleton
public final class ModelFor {
    private final Catalogue catalogue;
    private final PostgresPlans plans;
    private final Cache<String, Integer> ranks =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(5)).build();

    ModelFor(Catalogue catalogue, PostgresPlans plans) {
        this.catalogue = catalogue;
        this.plans = plans;
    }

    /// Throws {@link GatewayException} where there is no such model, or none for this caller.
    Model find(Caller caller, String dialect, String id) {
        var model =
                catalogue
                        .find(dialect, id)
                        .orElseThrow(() -> new GatewayException(new GatewayError.UnknownModel(id)));
        if (!caller.mayName(model.id())) {
            throw notAllowed(id, "is not among those of the key");
        }
        if (caller.plan().rank() < rank(model.plan())) {
            throw notAllowed(id, "needs the plan " + model.plan());
        }
        if (!caller.plan().has(model.id())) {
            throw notAllowed(id, "is not among those of the plan " + caller.plan().id());
        }
        if (model.routes().isEmpty() && !caller.isTest()) {
            throw new GatewayException(new GatewayError.NoProvider(id));
        }
        return model;
    }

    /// Whether the plan and the caller's key are enough for the model.
    public boolean mayUse(Caller caller, Model model) {
        return caller.mayName(model.id())
                && caller.plan().rank() >= rank(model.plan())
                && caller.plan().has(model.id())
                && (caller.isTest() || !model.routes().isEmpty());
    }

    /// A plan that the operator has not made is above all others.
    private int rank(String plan) {
        return ranks.get(plan, id -> plans.find(id).map(Plan::rank).orElse(Integer.MAX_VALUE));
    }

    private static GatewayException notAllowed(String model, String why) {
        return new GatewayException(new GatewayError.ModelNotAllowed(model, why));
    }
}
