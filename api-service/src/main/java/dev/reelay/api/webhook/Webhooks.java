package dev.reelay.api.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.service.ServiceHttp;
import dev.reelay.api.tenant.PostgresTenants;
import dev.reelay.api.worker.Worker;
import dev.reelay.api.worker.Worker.Question;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tenant's webhooks, as worker-service has them.
@Singleton
public final class Webhooks {
    private final Worker worker;
    private final PostgresTenants tenants;

    Webhooks(Worker worker, PostgresTenants tenants) {
        this.worker = worker;
        this.tenants = tenants;
    }

    /// Makes an endpoint. From now on all that happens to the tenant is handed over, from before
    /// the endpoint is there, so that it misses nothing.
    ///
    /// @param key of an idempotent request; null where it came without one
    public ServiceHttp.Answer create(TenantId tenant, JsonNode endpoint, @Nullable String key) {
        tenants.noteEndpoints(tenant);
        Map<String, String> headers = key == null ? Map.of() : Map.of("Idempotency-Key", key);
        return ask(
                tenant, new Question("POST", "/endpoints", endpoint, headers, "webhook endpoint"));
    }

    /// Throws as {@link Worker#ask} does.
    ///
    /// @param question its path is below the tenant's
    public ServiceHttp.Answer ask(TenantId tenant, Question question) {
        return worker.ask(question.below("/internal/tenants/" + tenant));
    }
}
