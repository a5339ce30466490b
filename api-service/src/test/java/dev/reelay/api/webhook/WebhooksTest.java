package dev.reelay.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.service.ServiceTokens;
import dev.reelay.api.tenant.CallbackPolicy;
import dev.reelay.api.tenant.PostgresTenants;
import dev.reelay.api.worker.Worker;
import dev.reelay.api.worker.WorkerConfig;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhooksTest {
    @Inject ServiceTokens tokens;
    @Inject PostgresTenants tenants;
    @Inject Jdbi jdbi;

    /// Where nobody listens.
    private record Nowhere() implements WorkerConfig {
        @Override
        public URI url() {
            return URI.create("http://127.0.0.1:1");
        }

        @Override
        public Duration connectLimit() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Duration answerLimit() {
            return Duration.ofSeconds(2);
        }
    }

    @Nested
    class GivenNoWorker {
        @Test
        void when_an_endpoint_is_asked_for_then_it_is_to_be_tried_again_and_no_event_is_missed() {
            var tenant = TenantId.next();
            tenants.create(tenant, "a test", "free", CallbackPolicy.Mode.PUBLIC);
            var webhooks = new Webhooks(new Worker(new Nowhere(), tokens), tenants);
            var endpoint = JsonNodeFactory.instance.objectNode().put("url", "https://a.example/");

            assertThatExceptionOfType(GatewayException.class)
                    .isThrownBy(() -> webhooks.create(tenant, endpoint, null))
                    .extracting(GatewayException::error)
                    .isInstanceOf(GatewayError.TryLater.class);

            assertThat(isNoted(tenant)).isTrue();
        }

        private boolean isNoted(TenantId tenant) {
            return jdbi.withHandle(
                    handle ->
                            handle.createQuery("select has_endpoints from tenant where id = :id")
                                    .bind("id", tenant.value())
                                    .mapTo(Boolean.class)
                                    .one());
        }
    }
}
