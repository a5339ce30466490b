package dev.reelay.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.reelay.common.event.TenantEvent;
import dev.reelay.common.id.DeliveryId;
import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.TenantId;
import dev.reelay.common.secret.MasterKey;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.endpoint.DeriveKeys;
import dev.reelay.worker.endpoint.EndpointBench;
import dev.reelay.worker.internal.Refused.Unknown;
import dev.reelay.worker.internal.Refused.WrongState;
import dev.reelay.worker.webhook.Receiver.Got;
import dev.reelay.worker.webhook.Receiver.Reply;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointDeliveriesTest {
    private static final DeliveryFilter ANY =
            new DeliveryFilter(null, null, null, null, null, null, null);

    private final Receiver receiver = new Receiver();
    private final DeriveKeys keys =
            new DeriveKeys(new MasterKey("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    private WebhookBench bench;
    private EndpointBench endpoints;
    private PostgresDeliveryLog log;
    private TenantId tenant;

    @BeforeEach
    void open() {
        bench = new WebhookBench(WorkerParts.emptyDatabase());
        endpoints = new EndpointBench(bench.jdbi);
        log = new PostgresDeliveryLog(bench.jdbi);
        tenant = bench.tenant;
    }

    @AfterEach
    void close() {
        bench.close();
        receiver.close();
    }

    private EndpointId endpoint(String path) {
        return endpoints.register(tenant, "{\"url\":\"%s\"}".formatted(receiver.url(path)));
    }

    /// An event without a callback.
    private TenantEvent told(TenantId tenant) {
        var asked = WebhookBench.asked(tenant, receiver.url("/"));
        var event =
                new TenantEvent(asked.id(), tenant, asked.type(), asked.job(), asked.body(), null);
        bench.deliveries.store(List.of(event));
        return event;
    }

    private List<DeliveryView> deliveries() {
        return log.list(tenant, ANY, null, 100);
    }

    private DeliveryView only() {
        assertThat(deliveries()).hasSize(1);
        return deliveries().getFirst();
    }

    private static DeliveryId id(DeliveryView view) {
        return DeliveryId.parse(view.id()).orElseThrow();
    }

    private static HttpHeaders headers(Got got) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(got.id()),
                        "webhook-timestamp", List.of(got.timestamp()),
                        "webhook-signature", List.of(got.signature())),
                (_, _) -> true);
    }

    private String secret(@Nullable EndpointId endpoint, int generation) {
        return keys.keys(tenant, endpoint, generation, false).getFirst().secret().text();
    }

    @Nested
    class GivenRegisteredEndpoints {
        @Test
        void when_an_event_is_told_then_each_that_wants_its_type_gets_it_once() {
            var all = endpoint("/all");
            var some =
                    endpoints.register(
                            tenant,
                            "{\"url\":\"%s\",\"events\":[\"video.completed\"]}"
                                    .formatted(receiver.url("/some")));
            endpoints.register(
                    tenant,
                    "{\"url\":\"%s\",\"events\":[\"video.failed\"]}"
                            .formatted(receiver.url("/other")));
            endpoints.register(
                    tenant,
                    "{\"url\":\"%s\",\"enabled\":false}".formatted(receiver.url("/disabled")));
            endpoints.register(
                    TenantId.next(), "{\"url\":\"%s\"}".formatted(receiver.url("/stranger")));

            var event = told(tenant);
            bench.deliveries.store(List.of(event, event));
            bench.deliverAll();

            assertThat(deliveries())
                    .extracting(DeliveryView::endpoint, DeliveryView::state, DeliveryView::event)
                    .containsExactlyInAnyOrder(
                            tuple(all.toString(), "delivered", event.id()),
                            tuple(some.toString(), "delivered", event.id()));
            assertThat(receiver.got).hasSize(2);
            assertThat(receiver.got).extracting(Got::id).containsOnly(event.id());
            assertThat(receiver.got).extracting(Got::text).containsOnly(event.body());
        }

        @Test
        void when_a_job_has_its_own_address_too_then_both_get_it() {
            endpoint("/all");

            var event = bench.stored(receiver.url("/own"));
            bench.deliverAll();

            assertThat(receiver.got).extracting(Got::id).containsExactly(event.id(), event.id());
            assertThat(deliveries())
                    .extracting(DeliveryView::endpoint)
                    .containsOnlyOnce((String) null);
        }

        @Test
        void when_a_rotation_overlaps_then_old_and_new_secret_verify_and_no_other()
                throws Exception {
            var endpoint = endpoint("/");
            endpoints.rotate(tenant, endpoint, Duration.ofHours(1));
            told(tenant);
            bench.deliverAll();
            var got = receiver.got.getFirst();

            new Webhook(secret(endpoint, 1)).verify(got.text(), headers(got));
            new Webhook(secret(endpoint, 2)).verify(got.text(), headers(got));
            for (var other : List.of(secret(endpoint, 3), secret(null, 1))) {
                assertThatThrownBy(() -> new Webhook(other).verify(got.text(), headers(got)))
                        .isInstanceOf(WebhookVerificationException.class);
            }
        }

        @Test
        void when_a_rotation_has_no_overlap_then_only_the_new_secret_verifies() throws Exception {
            endpoints.rotateCallbacks(tenant, Duration.ZERO);
            bench.stored(receiver.url("/"));
            bench.deliverAll();
            var got = receiver.got.getFirst();

            new Webhook(secret(null, 2)).verify(got.text(), headers(got));
            assertThatThrownBy(() -> new Webhook(secret(null, 1)).verify(got.text(), headers(got)))
                    .isInstanceOf(WebhookVerificationException.class);
        }

        @Test
        void when_its_address_changes_then_what_is_owed_goes_to_the_new_one() {
            receiver.reply = _ -> new Reply(500, null);
            var endpoint = endpoint("/wrong");
            told(tenant);
            bench.deliverAll();
            try (var right = new Receiver()) {
                endpoints.change(
                        tenant, endpoint, "{\"url\":\"%s\"}".formatted(right.url("/right")));
                bench.makeDue();
                bench.deliverAll();

                assertThat(right.got).hasSize(1);
                assertThat(receiver.got).hasSize(1);
                assertThat(only().state()).isEqualTo("delivered");
            }
        }

        @Test
        void when_it_is_removed_then_what_is_owed_is_given_up() {
            var endpoint = endpoint("/");
            told(tenant);

            assertThat(endpoints.delete(tenant, endpoint)).isTrue();
            bench.deliverAll();

            assertThat(receiver.got).isEmpty();
            assertThat(only().state()).isEqualTo("exhausted");
            assertThat(only().lastError()).isEqualTo("the endpoint was deleted");
            assertThatThrownBy(() -> log.replay(tenant, id(only())))
                    .isInstanceOf(WrongState.class)
                    .hasMessage("the endpoint was deleted");
        }
    }

    @Nested
    class GivenAnEndpointThatFails {
        @Test
        void when_it_says_that_it_is_gone_then_it_is_disabled_and_the_api_is_owed_word() {
            receiver.reply = _ -> new Reply(410, null);
            var endpoint = endpoint("/hook?token=secret");
            told(tenant);
            bench.deliverAll();

            var now = endpoints.find(tenant, endpoint).orElseThrow();
            assertThat(now.enabled()).isFalse();
            assertThat(now.disabledReason()).isEqualTo("gone");
            assertThat(only().state()).isEqualTo("exhausted");
            var notice = endpoints.notices().getFirst();
            assertThat(notice.type()).isEqualTo("endpoint.disabled");
            assertThat(notice.tenant()).isEqualTo(tenant);
            assertThat(notice.data().get("id").asText()).isEqualTo(endpoint.toString());
            assertThat(notice.data().get("reason").asText()).isEqualTo("gone");
            assertThat(receiver.url("/")).hasToString(notice.data().get("url").asText() + "/");

            told(tenant);
            assertThat(deliveries()).hasSize(1);
        }

        @Test
        void when_word_is_stored_then_it_is_owed_no_more_and_else_it_is_repeated() {
            receiver.reply = _ -> new Reply(410, null);
            endpoint("/");
            told(tenant);
            bench.deliverAll();
            var first = endpoints.notices().getFirst();
            bench.jdbi.useHandle(h -> h.execute("update endpoint set notice_tell_at = now()"));
            assertThat(endpoints.notices()).containsExactly(first);

            endpoints.stored(first.id());

            bench.jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update endpoint set notice_tell_at = now() where notice_id is"
                                            + " not null"));
            assertThat(endpoints.notices()).isEmpty();
        }

        @Test
        void when_nothing_was_taken_for_five_days_then_it_is_disabled_and_its_queue_given_up() {
            receiver.reply = _ -> new Reply(500, null);
            var endpoint = endpoint("/");
            told(tenant);
            bench.deliverAll();
            assertThat(endpoints.find(tenant, endpoint).orElseThrow().failingSince()).isNotNull();
            failingSince(Duration.ofDays(5).minusMinutes(5));
            bench.makeDue();
            bench.deliverAll();
            assertThat(endpoints.find(tenant, endpoint).orElseThrow().enabled()).isTrue();

            told(tenant);
            failingSince(Duration.ofDays(5));
            bench.jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update delivery set due_at = now() where id = ?",
                                    id(deliveries().getLast()).value()));
            bench.deliverAll();

            var now = endpoints.find(tenant, endpoint).orElseThrow();
            assertThat(now.enabled()).isFalse();
            assertThat(now.disabledReason()).isEqualTo("failing");
            assertThat(deliveries()).extracting(DeliveryView::state).containsOnly("exhausted");
            assertThat(endpoints.notices()).hasSize(1);

            var again = endpoints.change(tenant, endpoint, "{\"enabled\":true}");
            assertThat(again.disabledReason()).isNull();
            assertThat(again.failingSince()).isNull();
        }

        private void failingSince(Duration ago) {
            bench.jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update endpoint set failing_since = now() - ? * interval '1"
                                            + " s'",
                                    ago.toSeconds()));
        }

        @Test
        void when_one_is_taken_then_it_is_well_again() {
            receiver.reply = _ -> new Reply(500, null);
            var endpoint = endpoint("/");
            told(tenant);
            bench.deliverAll();
            receiver.reply = _ -> new Reply(200, null);
            bench.makeDue();
            bench.deliverAll();

            assertThat(endpoints.find(tenant, endpoint).orElseThrow().failingSince()).isNull();
        }
    }

    @Nested
    class GivenEndedDeliveries {
        @Test
        void when_one_is_replayed_then_the_same_id_and_bytes_are_sent_and_attempts_counted_on() {
            receiver.reply = _ -> new Reply(410, null);
            var event = bench.stored(receiver.url("/"));
            bench.deliverAll();
            receiver.reply = _ -> new Reply(200, null);

            var again = log.replay(tenant, id(only()));
            bench.deliverAll();

            assertThat(again.state()).isEqualTo("due");
            assertThat(receiver.got).hasSize(2);
            assertThat(receiver.got).extracting(Got::id).containsOnly(event.id());
            assertThat(receiver.got).extracting(Got::text).containsOnly(event.body());
            var whole = log.find(tenant, id(only())).orElseThrow();
            assertThat(whole.delivery().state()).isEqualTo("delivered");
            assertThat(whole.attempts())
                    .extracting(DeliveryView.AttemptView::number)
                    .containsExactly(1, 2);
            assertThat(whole.attempts())
                    .extracting(DeliveryView.AttemptView::status)
                    .containsExactly(410, 200);
        }

        @Test
        void when_a_replay_fails_then_its_schedule_begins_anew() {
            receiver.reply = _ -> new Reply(500, null);
            bench.stored(receiver.url("/"));
            for (var round = 0; round < 10; round++) {
                bench.deliverAll();
                bench.makeDue();
            }
            assertThat(only().state()).isEqualTo("exhausted");

            log.replay(tenant, id(only()));
            bench.deliverAll();

            assertThat(only().state()).isEqualTo("retrying");
            assertThat(only().attemptCount()).isEqualTo(11);
        }

        @Test
        void when_it_is_under_way_or_anothers_then_it_is_not_replayed() {
            bench.stored(receiver.url("/"));

            assertThatThrownBy(() -> log.replay(tenant, id(only()))).isInstanceOf(WrongState.class);
            assertThatThrownBy(() -> log.replay(TenantId.next(), id(only())))
                    .isInstanceOf(Unknown.class);
            assertThat(log.find(TenantId.next(), id(only()))).isEmpty();
        }

        @Test
        void when_all_exhausted_are_replayed_then_the_delivered_stay() {
            receiver.reply = _ -> new Reply(410, null);
            var lost = bench.stored(receiver.url("/"));
            var lostToo = bench.stored(receiver.url("/"));
            bench.deliverAll();
            receiver.reply = _ -> new Reply(200, null);
            bench.stored(receiver.url("/"));
            bench.deliverAll();
            receiver.got.clear();
            var exhausted = DeliveryFilter.ofReplay(DeliveryFilter.replay("{}"));

            assertThat(log.count(tenant, exhausted)).isEqualTo(2);
            assertThat(log.replay(TenantId.next(), exhausted)).isZero();
            assertThat(log.replay(tenant, exhausted)).isEqualTo(2);
            bench.deliverAll();

            assertThat(receiver.got)
                    .extracting(Got::id)
                    .containsExactlyInAnyOrder(lost.id(), lostToo.id());
        }
    }

    @Nested
    class GivenDeliveriesGivenUpOverThreeDays {
        private final List<TenantEvent> given = new ArrayList<>();

        /// One for each of the first three days of June, at noon.
        @BeforeEach
        void giveUp() {
            receiver.reply = _ -> new Reply(410, null);
            for (var day = 1; day <= 3; day++) {
                var event = bench.stored(receiver.url("/"));
                bench.deliverAll();
                var noon = "2026-06-0%d 12:00Z".formatted(day);
                bench.jdbi.useHandle(
                        h ->
                                h.execute(
                                        "update delivery set created_at = cast(? as timestamptz)"
                                                + " where event_id = ?",
                                        noon,
                                        event.id()));
                given.add(event);
            }
            receiver.reply = _ -> new Reply(200, null);
            receiver.got.clear();
        }

        @ParameterizedTest
        @CsvSource({
            "2026-06-02T00:00:00Z, 2026-06-03T00:00:00Z, 1, 2",
            "2026-06-02T12:00:00Z, 2026-06-03T12:00:00Z, 1, 2", // from the first to before the last
            "2026-06-01T00:00:00Z, 2026-06-04T00:00:00Z, 0, 3",
            "2026-06-04T00:00:00Z, 2026-06-05T00:00:00Z, 3, 3"
        })
        void when_a_range_of_them_is_replayed_then_those_in_it_are_sent_and_no_others(
                String since, String until, int first, int end) {
            var range =
                    DeliveryFilter.ofReplay(
                            DeliveryFilter.replay(
                                    "{\"since\":\"%s\",\"until\":\"%s\"}".formatted(since, until)));
            var expected = given.subList(first, end).stream().map(TenantEvent::id).toList();

            assertThat(log.count(tenant, range)).isEqualTo(expected.size());
            assertThat(log.replay(tenant, range)).isEqualTo(expected.size());
            bench.deliverAll();

            assertThat(receiver.got)
                    .extracting(Got::id)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(log.count(tenant, range)).isZero();
        }
    }

    @Nested
    class GivenADestinationThatFails {
        @Test
        void when_five_fail_in_a_row_then_its_attempts_leave_the_others_places() {
            receiver.reply = _ -> new Reply(500, null);
            for (var i = 0; i < 5; i++) {
                bench.stored(receiver.url("/" + i));
                bench.deliverAll();
            }
            bench.makeDue();
            try (var healthy = new Receiver()) {
                bench.stored(healthy.url("/"));

                var claimed = bench.deliveries.claimDue(100, 2);

                assertThat(claimed.stream().filter(one -> one.lane().slow())).hasSize(2);
                assertThat(claimed.stream().filter(one -> !one.lane().slow()))
                        .extracting(Delivery::url)
                        .containsExactly(healthy.url("/"));
            }
        }

        @Test
        void when_one_is_taken_again_then_it_is_served_like_all() {
            receiver.reply = _ -> new Reply(500, null);
            for (var i = 0; i < 5; i++) {
                bench.stored(receiver.url("/" + i));
                bench.deliverAll();
            }
            receiver.reply = _ -> new Reply(200, null);
            bench.makeDue();
            bench.deliverAll();
            bench.stored(receiver.url("/"));

            assertThat(bench.deliveries.claimDue(100, 100))
                    .extracting(one -> one.lane().slow())
                    .containsOnly(false);
        }

        @Test
        void when_two_in_twenty_were_slow_then_it_is_slow() {
            bench.stored(receiver.url("/"));
            bench.stored(receiver.url("/"));
            for (var one : bench.deliveries.claimDue(10, 10)) {
                var answer = bench.deliver.post(one, Instant.now());
                bench.deliver.record(one, Instant.now().minusSeconds(6), answer);
            }
            var slow = new HashSet<Boolean>();
            for (var quick = 0; quick < 20; quick++) {
                bench.stored(receiver.url("/"));
                slow.add(bench.deliveries.claimDue(0, 10).size() == 1);
                bench.makeDue();
                bench.deliverAll();
            }

            assertThat(slow).containsExactlyInAnyOrder(true, false);
        }
    }
}
