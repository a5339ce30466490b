package dev.reelay.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.NoticesStored;
import dev.reelay.common.event.TenantNotice;
import dev.reelay.common.event.Topics;
import dev.reelay.common.id.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NoticesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant AT = Instant.parse("2026-11-20T08:00:00Z");

    private final Broker broker = new Broker();
    private final List<UUID> stored = new ArrayList<>();
    private KafkaConsumer<String, String> answers;
    private TestTenant tenant;

    @BeforeEach
    void open() {
        tenant = TestTenant.rich();
        var settings = Broker.settings();
        settings.put("group.id", "test-" + UUID.randomUUID());
        settings.put("auto.offset.reset", "earliest");
        settings.put("metadata.max.age.ms", "1000");
        answers = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        answers.subscribe(List.of(Topics.TENANT_NOTICES_STORED));
    }

    @AfterEach
    void close() {
        answers.close();
        broker.close();
    }

    private static JsonNode data(String key, String value) {
        return JsonNodeFactory.instance.objectNode().put(key, value);
    }

    private TenantNotice notice(String type, JsonNode data) {
        return new TenantNotice(UUID.randomUUID(), TenantId.of(tenant.id()), type, AT, data);
    }

    private void send(TenantNotice notice) {
        broker.send(Topics.TENANT_NOTICES, "any", notice);
    }

    /// Waits until the sender is told so often that the notice is in the log.
    private void awaitStored(TenantNotice notice, int times) {
        Awaitility.await()
                .until(
                        () -> {
                            answers.poll(Duration.ofMillis(200))
                                    .forEach(
                                            r ->
                                                    stored.addAll(
                                                            EventJson.read(
                                                                            r.value(),
                                                                            NoticesStored.class)
                                                                    .notices()));
                            return stored.stream().filter(notice.id()::equals).count() >= times;
                        });
    }

    private JsonNode events() throws Exception {
        return JSON.readTree(tenant.get("/v1/events").asString()).path("data");
    }

    private JsonNode awaitEvents(int count) {
        return Awaitility.await().until(this::events, all -> all.size() == count);
    }

    @Nested
    class GivenANotice {
        private final TenantNotice low =
                new TenantNotice(
                        UUID.randomUUID(),
                        TenantId.next(),
                        "credits.low",
                        AT,
                        data("available", "3.5"));

        private TenantNotice mine() {
            return new TenantNotice(
                    low.id(), TenantId.of(tenant.id()), low.type(), low.at(), low.data());
        }

        @Test
        void when_it_comes_then_it_is_an_event_and_its_sender_is_told() throws Exception {
            send(mine());
            awaitStored(low, 1);
            var id = "evt_" + low.id().toString().replace("-", "");
            assertThat(awaitEvents(1).path(0))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"id":"%s","object":"event","type":"credits.low",
                                     "created_at":1795161600,"data":{"available":"3.5"}}
                                    """
                                            .formatted(id)));
        }

        @Test
        void when_it_comes_again_then_it_is_the_same_event_and_its_sender_is_told_again()
                throws Exception {
            send(mine());
            awaitStored(low, 1);
            send(mine());
            awaitStored(low, 2);
            send(notice("endpoint.disabled", data("id", "we_1")));
            assertThat(awaitEvents(2).findValuesAsText("type"))
                    .containsExactly("credits.low", "endpoint.disabled");
        }

        @Test
        void when_its_tenant_is_not_known_then_it_is_not_stored() {
            send(low);
            var next = notice("credits.low", data("available", "1"));
            send(next);
            awaitStored(next, 1);
            assertThat(stored).doesNotContain(low.id());
        }

        @Test
        void when_its_id_is_another_tenants_event_then_that_stays_theirs() {
            send(mine());
            awaitStored(low, 1);
            stored.clear();
            var stranger = TestTenant.rich();
            var taken =
                    new TenantNotice(
                            low.id(), TenantId.of(stranger.id()), low.type(), AT, low.data());
            send(taken);
            var next = notice("credits.low", data("available", "1"));
            send(next);
            awaitStored(next, 1);
            assertThat(stored).doesNotContain(low.id());
            assertThat(stranger.get("/v1/events").<List<?>>path("data")).isEmpty();
        }
    }

    @Test
    void when_something_else_comes_then_it_is_skipped_and_what_follows_is_stored() {
        var large = notice("credits.low", data("x", "é".repeat(8200)));
        var foreign = notice("video.completed", data("id", "video_1"));
        var ours = notice("key.revoked", data("id", "1"));
        var unknown = notice("moon.full", data("id", "1"));
        var list = notice("credits.low", JsonNodeFactory.instance.arrayNode());
        var nothing = notice("credits.low", JsonNodeFactory.instance.nullNode());
        for (var bad : List.of(large, foreign, ours, unknown, list, nothing)) {
            send(bad);
        }
        broker.sendText(Topics.TENANT_NOTICES, "any", "{}");
        broker.sendText(Topics.TENANT_NOTICES, "any", "not json");
        var good = notice("credits.low", data("x", "é".repeat(8000)));
        // Of the same key, so it is read after them.
        send(good);
        awaitStored(good, 1);
        assertThat(stored)
                .doesNotContain(
                        large.id(), foreign.id(), ours.id(), unknown.id(), list.id(), nothing.id());
        assertThat(awaitEvents(1).findValuesAsText("type")).containsExactly("credits.low");
    }
}
