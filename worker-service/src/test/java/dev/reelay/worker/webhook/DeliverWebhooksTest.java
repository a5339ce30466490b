package dev.reelay.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.reelay.common.event.TenantEvent;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.WorkerParts;
import dev.reelay.worker.egress.EgressBench;
import dev.reelay.worker.webhook.Receiver.Got;
import dev.reelay.worker.webhook.Receiver.Reply;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliverWebhooksTest {
    private final Receiver receiver = new Receiver();
    private WebhookBench bench;

    @BeforeEach
    void open() {
        bench = new WebhookBench(WorkerParts.emptyDatabase());
    }

    @AfterEach
    void close() {
        bench.close();
        receiver.close();
    }

    private static HttpHeaders headers(Got got) {
        return headers(got.id(), got.timestamp(), got.signature());
    }

    private static HttpHeaders headers(String id, String timestamp, String signature) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(id),
                        "webhook-timestamp", List.of(timestamp),
                        "webhook-signature", List.of(signature)),
                (_, _) -> true);
    }

    private void assertSame(List<Got> all) {
        assertThat(all).extracting(Got::id).containsOnly(all.getFirst().id());
        assertThat(all).allSatisfy(got -> assertThat(got.body()).isEqualTo(all.getFirst().body()));
    }

    @Nested
    class GivenAHealthyReceiver {
        @Test
        void when_an_event_is_due_then_it_is_posted_once_as_it_is() {
            var asked = bench.stored(receiver.url("/hook?order=42"));

            bench.deliverAll();
            bench.makeDue();
            bench.deliverAll();

            assertThat(receiver.got).hasSize(1);
            var got = receiver.got.getFirst();
            assertThat(got.id()).isEqualTo(asked.id());
            assertThat(got.text()).isEqualTo(asked.body());
            assertThat(got.type()).startsWith("application/json");
            assertThat(Instant.ofEpochSecond(Long.parseLong(got.timestamp())))
                    .isBetween(Instant.now().minusSeconds(30), Instant.now());
            assertThat(bench.state(asked)).isEqualTo("delivered");
            assertThat(bench.attempts(asked)).containsExactly("1 200");
        }

        @Test
        void when_it_is_posted_then_the_reference_library_accepts_it_and_nothing_else()
                throws Exception {
            bench.stored(receiver.url("/"));
            bench.deliverAll();
            var got = receiver.got.getFirst();
            var webhook = new Webhook(bench.secret());

            webhook.verify(got.text(), headers(got));

            for (var forged :
                    List.of(
                            headers("evt_other", got.timestamp(), got.signature()),
                            headers(
                                    got.id(),
                                    String.valueOf(Long.parseLong(got.timestamp()) - 1),
                                    got.signature()))) {
                assertThatThrownBy(() -> webhook.verify(got.text(), forged))
                        .isInstanceOf(WebhookVerificationException.class);
            }
            assertThatThrownBy(() -> webhook.verify(got.text() + " ", headers(got)))
                    .isInstanceOf(WebhookVerificationException.class);
            assertThatThrownBy(
                            () ->
                                    new Webhook("whsec_" + "A".repeat(43) + "=")
                                            .verify(got.text(), headers(got)))
                    .isInstanceOf(WebhookVerificationException.class);
        }

        @Test
        void when_openrouters_key_is_with_it_then_it_goes_with_openrouters_headers()
                throws Exception {
            var asked = bench.stored(receiver.url("/"), "k3Vq8ZpT1nYc5RwL0aXe-completed");
            bench.deliverAll();

            var got = receiver.got.getFirst();
            assertThat(got.headers().getFirst("X-OpenRouter-Idempotency-Key"))
                    .isEqualTo("k3Vq8ZpT1nYc5RwL0aXe-completed");
            var signature = got.headers().getFirst("X-OpenRouter-Signature");
            var second = signature.substring("t=".length(), signature.indexOf(','));
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            bench.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var signed = mac.doFinal((second + "," + got.text()).getBytes(StandardCharsets.UTF_8));
            assertThat(signature)
                    .isEqualTo("t=%s,v1=%s".formatted(second, HexFormat.of().formatHex(signed)));
            assertThat(got.text()).isEqualTo(asked.body());
            assertThat(got.id()).isNull();
        }

        @Test
        void when_the_same_event_is_asked_for_again_then_it_is_stored_once() {
            var asked = bench.stored(receiver.url("/"));
            bench.deliverAll();

            bench.deliveries.store(List.of(asked, asked));
            bench.deliverAll();

            assertThat(receiver.got).hasSize(1);
            assertThat(bench.state(asked)).isEqualTo("delivered");
        }

        @Test
        void when_it_says_more_than_is_kept_then_the_beginning_is() {
            var asked = bench.stored(receiver.url("/"));
            bench.deliverAll();
            var kept =
                    bench.jdbi.withHandle(
                            h ->
                                    h.createQuery(
                                                    "select octet_length(answer) from"
                                                            + " delivery_attempt a join delivery d"
                                                            + " on d.id = a.delivery_id where"
                                                            + " d.event_id = :id")
                                            .bind("id", asked.id())
                                            .mapTo(Integer.class)
                                            .one());
            assertThat(kept).isEqualTo(1024);
        }
    }

    @Nested
    class GivenAReceiverThatFails {
        @ParameterizedTest
        @ValueSource(ints = {300, 301, 302, 307, 400, 404, 500, 503})
        void when_it_answers_anything_but_success_then_it_is_tried_again(int status) {
            receiver.reply = _ -> new Reply(status, null);
            var asked = bench.stored(receiver.url("/"));

            bench.deliverAll();

            assertThat(bench.state(asked)).isEqualTo("retrying");
            assertThat(bench.column(asked, "due_at - now() between '3 s' and '6 s'"))
                    .isEqualTo("true");
            assertThat(receiver.got).hasSize(1);
        }

        @Test
        void when_it_recovers_then_it_gets_the_same_id_and_bytes_with_a_fresh_signature()
                throws Exception {
            var failures = new AtomicInteger(3);
            receiver.reply = _ -> new Reply(failures.getAndDecrement() > 0 ? 500 : 204, null);
            var asked = bench.stored(receiver.url("/"));

            for (var round = 0; round < 5; round++) {
                bench.deliverAll();
                bench.makeDue();
            }

            assertThat(receiver.got).hasSize(4);
            assertSame(receiver.got);
            for (var got : receiver.got) {
                new Webhook(bench.secret()).verify(got.text(), headers(got));
            }
            assertThat(bench.state(asked)).isEqualTo("delivered");
            assertThat(bench.attempts(asked)).containsExactly("1 500", "2 500", "3 500", "4 204");
        }

        @Test
        void when_it_never_recovers_then_ten_attempts_are_made_and_kept() {
            receiver.reply = _ -> new Reply(500, null);
            var asked = bench.stored(receiver.url("/"));

            for (var round = 0; round < 12; round++) {
                bench.deliverAll();
                bench.makeDue();
            }

            assertThat(bench.state(asked)).isEqualTo("exhausted");
            assertThat(bench.attempts(asked)).hasSize(10);
            assertThat(receiver.got).hasSize(10);
        }

        @Test
        void when_it_is_gone_then_nothing_more_is_sent() {
            receiver.reply = _ -> new Reply(410, null);
            var asked = bench.stored(receiver.url("/"));
            bench.deliverAll();
            bench.makeDue();
            bench.deliverAll();
            assertThat(bench.state(asked)).isEqualTo("exhausted");
            assertThat(receiver.got).hasSize(1);
        }

        @Test
        void when_it_asks_for_time_then_it_gets_it() {
            receiver.reply = _ -> new Reply(429, "600");
            var asked = bench.stored(receiver.url("/"));
            bench.deliverAll();
            assertThat(bench.column(asked, "due_at - now() between '590 s' and '600 s'"))
                    .isEqualTo("true");
        }

        @Test
        void when_nobody_listens_then_that_is_kept() {
            var nowhere = receiver.url("/");
            receiver.close();
            var asked = bench.stored(nowhere);
            bench.deliverAll();
            assertThat(bench.attempts(asked)).containsExactly("1 no connection");
        }
    }

    @Nested
    class GivenAnAddressThatMayNotBeCalled {
        @Test
        void when_this_machine_is_meant_then_it_hears_nothing() {
            try (var deployed = new WebhookBench(bench.jdbi, EgressBench.toPublic(), Map.of())) {
                var http = deployed.stored(receiver.url("/"));
                var https = deployed.stored(URI.create("https://127.0.0.1:8443/"));

                deployed.deliverAll();

                assertThat(receiver.got).isEmpty();
                assertThat(deployed.attempts(http)).containsExactly("1 the address is not allowed");
                assertThat(deployed.attempts(https))
                        .containsExactly("1 the address is not allowed");
            }
        }
    }

    @Nested
    class GivenAWorkerThatDies {
        @Test
        void when_it_dies_between_answer_and_record_then_the_same_is_delivered_again() {
            var asked = bench.stored(receiver.url("/"));
            var claimed = bench.deliveries.claimDue(10, 10).getFirst();
            bench.deliver.post(claimed, Instant.now());
            assertThat(receiver.got).hasSize(1);

            try (var other = new WebhookBench(bench.jdbi)) {
                other.deliverAll();
                assertThat(receiver.got).hasSize(1); // its claim still stands
                other.makeDue();
                other.deliverAll();
            }

            assertThat(receiver.got).hasSize(2);
            assertSame(receiver.got);
            assertThat(bench.state(asked)).isEqualTo("delivered");
        }

        @Test
        void when_a_paused_one_comes_back_with_a_failure_then_that_changes_nothing() {
            receiver.reply = _ -> new Reply(500, null);
            var asked = bench.stored(receiver.url("/"));
            var claimed = bench.deliveries.claimDue(10, 10).getFirst();
            var late = bench.deliver.post(claimed, Instant.now());
            bench.makeDue();
            receiver.reply = _ -> new Reply(200, null);
            bench.deliverAll();

            bench.deliver.record(claimed, Instant.now(), late);

            assertThat(bench.state(asked)).isEqualTo("delivered");
            assertThat(bench.attempts(asked)).containsExactly("1 200");
        }

        @Test
        void when_two_fail_with_the_same_attempt_then_it_counts_once() {
            receiver.reply = _ -> new Reply(500, null);
            var asked = bench.stored(receiver.url("/"));
            var claimed = bench.deliveries.claimDue(10, 10).getFirst();
            var late = bench.deliver.post(claimed, Instant.now());
            bench.makeDue();
            bench.deliverAll();
            var due = bench.column(asked, "due_at");

            bench.deliver.record(claimed, Instant.now(), late);

            assertThat(bench.attempts(asked)).containsExactly("1 500");
            assertThat(bench.column(asked, "due_at")).isEqualTo(due);
        }

        @Test
        void when_a_paused_one_comes_back_with_a_success_then_that_counts() {
            var asked = bench.stored(receiver.url("/"));
            var claimed = bench.deliveries.claimDue(10, 10).getFirst();
            var late = bench.deliver.post(claimed, Instant.now());
            bench.makeDue();
            receiver.reply = _ -> new Reply(500, null);
            bench.deliverAll();

            bench.deliver.record(claimed, Instant.now(), late);

            assertThat(bench.state(asked)).isEqualTo("delivered");
            assertThat(bench.attempts(asked)).containsExactly("1 500", "2 200");
        }
    }

    @Nested
    class GivenManyEvents {
        @Test
        void when_one_host_is_slow_then_four_are_under_way_there_and_others_do_not_wait()
                throws Exception {
            var open = new CountDownLatch(1);
            var inside = new AtomicInteger();
            var most = new AtomicInteger();
            receiver.reply =
                    _ -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        try {
                            open.await(10, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        inside.decrementAndGet();
                        return new Reply(200, null);
                    };
            var asked = new ArrayList<TenantEvent>();
            for (var i = 0; i < 20; i++) {
                asked.add(bench.stored(receiver.url("/" + i)));
            }
            try (var second = new WebhookBench(bench.jdbi);
                    var quick = new Receiver()) {
                bench.deliver.deliverDue();
                second.deliver.deliverDue();
                Awaitility.await().until(() -> inside.get() == 4);
                var other = bench.stored(quick.url("/"));
                var neighbour = WebhookBench.asked(TenantId.next(), quick.url("/"));
                bench.deliveries.store(List.of(neighbour));

                bench.deliver.deliverDue();
                second.deliver.deliverDue();

                Awaitility.await()
                        .until(
                                () ->
                                        "delivered".equals(bench.state(other))
                                                && "delivered".equals(bench.state(neighbour)));
                assertThat(inside).hasValue(4);
                open.countDown();
                Awaitility.await()
                        .until(
                                () -> {
                                    bench.deliver.deliverDue();
                                    return asked.stream()
                                            .allMatch(one -> "delivered".equals(bench.state(one)));
                                });
                assertThat(most).hasValue(4);
                assertThat(receiver.got).extracting(Got::id).doesNotHaveDuplicates().hasSize(20);
            }
        }

        @Test
        void when_they_ended_long_ago_then_they_are_forgotten() {
            var old = bench.stored(receiver.url("/"));
            var young = bench.stored(receiver.url("/"));
            bench.deliverAll();
            bench.jdbi.useHandle(
                    h ->
                            h.execute(
                                    "update delivery set ended_at = now() - interval '31 d'"
                                            + " where event_id = ?",
                                    old.id()));

            assertThat(bench.deliveries.forget(100)).isEqualTo(1);

            assertThat(bench.state(old)).isNull();
            assertThat(bench.attempts(old)).isEmpty();
            assertThat(bench.state(young)).isEqualTo("delivered");
        }
    }
}
