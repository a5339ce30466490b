package dev.reelay.worker.webhook;

import dev.reelay.common.event.TenantEvent;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.common.secret.MasterKey;
import dev.reelay.common.secret.WebhookSecret;
import dev.reelay.worker.egress.Egress;
import dev.reelay.worker.egress.EgressBench;
import dev.reelay.worker.endpoint.DeriveKeys;
import dev.reelay.worker.endpoint.EndpointConfig;
import dev.reelay.worker.endpoint.PostgresEndpointHealth;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.loop.WorkConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// One worker's deliverer, put together by hand on a real database. Nothing runs by itself: a test
/// takes each step, so it can stop, or die, between any two.
final class WebhookBench implements AutoCloseable {
    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    final Jdbi jdbi;
    final PostgresDeliveries deliveries;
    final DeliverWebhooks deliver;
    final TenantId tenant = TenantId.next();
    private final Work work;

    WebhookBench(Jdbi jdbi) {
        this(jdbi, EgressBench.toLoopback(), Map.of());
    }

    WebhookBench(Jdbi jdbi, Egress egress, Map<String, String> settings) {
        this.jdbi = jdbi;
        var builder =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(WebhookConfig.class)
                        .withMapping(WorkConfig.class)
                        .withMapping(EndpointConfig.class)
                        .withDefaultValue("reelay.work.patience", "5s");
        settings.forEach(builder::withDefaultValue);
        var all = builder.build();
        var config = all.getConfigMapping(WebhookConfig.class);
        work = new Work(all.getConfigMapping(WorkConfig.class));
        deliveries = new PostgresDeliveries(jdbi, config);
        var lanes = new PostgresLanes(jdbi, config);
        var health = new PostgresEndpointHealth(all.getConfigMapping(EndpointConfig.class));
        var attempts = new KeepAttempts(new PostgresAttempts(jdbi, health, lanes));
        deliver =
                new DeliverWebhooks(
                        deliveries,
                        attempts,
                        lanes,
                        egress,
                        new DeriveKeys(new MasterKey(KEY)),
                        config,
                        new SimpleMeterRegistry(),
                        work);
    }

    static TenantEvent asked(TenantId tenant, URI url) {
        return asked(tenant, url, null);
    }

    private static TenantEvent asked(TenantId tenant, URI url, @Nullable String openRouterKey) {
        var id = "evt_" + UUID.randomUUID().toString().replace("-", "");
        return new TenantEvent(
                id,
                tenant,
                "video.completed",
                JobId.next(),
                "{\"id\":\"" + id + "\",\"text\":\"ü 漢\"}",
                new TenantEvent.Callback(url, null, openRouterKey));
    }

    TenantEvent stored(URI url) {
        return stored(url, null);
    }

    TenantEvent stored(URI url, @Nullable String openRouterKey) {
        var asked = asked(tenant, url, openRouterKey);
        deliveries.store(List.of(asked));
        return asked;
    }

    String secret() {
        return WebhookSecret.of(new MasterKey(KEY), tenant).text();
    }

    void deliverAll() {
        while (deliver.deliverDue()) {
            Thread.onSpinWait();
        }
        Awaitility.await().until(work::idle);
    }

    /// As if the time until the next attempt had passed.
    void makeDue() {
        jdbi.useHandle(
                h ->
                        h.execute(
                                "update delivery set due_at = now(), claimed_until = null"
                                        + " where due_at is not null"));
    }

    @Nullable String column(TenantEvent asked, String expression) {
        return jdbi.withHandle(
                h ->
                        h.createQuery("select (<it>)::text from delivery where event_id = :id")
                                .define("it", expression)
                                .bind("id", asked.id())
                                .mapTo(String.class)
                                .findOne()
                                .orElse(null));
    }

    @Nullable String state(TenantEvent asked) {
        return column(asked, "state");
    }

    /// Number, status and error of each attempt.
    List<String> attempts(TenantEvent asked) {
        return jdbi.withHandle(
                h ->
                        h.createQuery(
                                        "select a.attempt || ' ' || coalesce(a.status::text, a.error)"
                                                + " from delivery_attempt a join delivery d on"
                                                + " d.id = a.delivery_id where d.event_id = :id"
                                                + " order by attempt")
                                .bind("id", asked.id())
                                .mapTo(String.class)
                                .list());
    }

    @Override
    public void close() {
        work.stop();
    }
}
