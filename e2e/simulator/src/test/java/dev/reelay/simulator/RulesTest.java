package dev.reelay.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reelay.simulator.rule.Effect;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.rule.Rule;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Dummy;
import dev.reelay.simulator.task.Phase;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What rules do, shown at the vendor with the plainest wire.
class RulesTest {
    private static final Simulator SIMULATOR = Simulator.start();
    private static final Duration LONG = Duration.ofSeconds(30);

    private final SimulatedVendor vendor = SIMULATOR.vendor("openai-videos");
    private final String key = Objects.requireNonNull(vendor.credentials().get("api_key"));
    private final Web web = new Web(vendor.baseUrl(), "Authorization", "Bearer " + key);
    private final Web plain = new Web("");

    @BeforeEach
    void holdTasks() {
        SIMULATOR
                .rules()
                .add(Rule.renderTime(Duration.ofHours(10)), Rule.of(Step.RENDER, Effect.TINY));
    }

    @AfterEach
    void clear() {
        SIMULATOR.rules().clear();
    }

    @AfterAll
    static void close() {
        SIMULATOR.close();
    }

    private Web.Reply submit(String prompt) throws IOException {
        return web.post("/videos", "{\"prompt\":\"" + prompt + "\"}");
    }

    private String accepted(String prompt) throws IOException {
        var reply = submit(prompt);
        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
        return reply.json().path("id").asText();
    }

    private String status(String id) throws IOException {
        return web.get("/videos/" + id).json().path("status").asText();
    }

    private long billed(String prompt) {
        return vendor.bill().stream()
                .filter(entry -> entry.promptHash().equals(Dummy.hash(prompt)))
                .count();
    }

    @Nested
    class GivenRulesOnSubmits {
        @Test
        void when_the_answer_is_dropped_then_the_task_is_there_and_billed() throws IOException {
            SIMULATOR.rules().add(Rule.of(Step.SUBMIT, Effect.DROP).times(1));

            assertThatThrownBy(() -> submit("dropped")).isInstanceOf(IOException.class);

            assertThat(billed("dropped")).isEqualTo(1);
            assertThat(web.get("/videos?limit=1").json().at("/data/0/prompt").asText())
                    .isEqualTo("dropped");
            assertThat(submit("not dropped").status()).isEqualTo(200);
        }

        @Test
        void when_the_connection_is_reset_then_nothing_is_billed() {
            SIMULATOR.rules().add(Rule.of(Step.SUBMIT, Effect.RESET).times(1));

            assertThatThrownBy(() -> submit("reset")).isInstanceOf(IOException.class);

            assertThat(billed("reset")).isZero();
        }

        @Test
        void when_it_throttles_then_the_wait_is_told() throws IOException {
            SIMULATOR
                    .rules()
                    .add(
                            Rule.of(Step.SUBMIT, Effect.THROTTLE, Duration.ofSeconds(7))
                                    .forPrompt("slow down")
                                    .times(2));

            assertThat(submit("slow down").header("Retry-After")).isEqualTo("7");
            assertThat(submit("another").status()).isEqualTo(200);
            assertThat(submit("slow down").status()).isEqualTo(429);
            assertThat(submit("slow down").status()).isEqualTo(200);
        }

        @Test
        void when_a_rule_has_a_probability_then_its_seed_decides_which() throws IOException {
            var runs = new ArrayList<String>();
            for (var run = 0; run < 2; run++) {
                SIMULATOR.rules().clear();
                SIMULATOR
                        .rules()
                        .add(
                                Rule.of(Step.SUBMIT, Effect.SERVER_ERROR)
                                        .status(503)
                                        .withProbability(0.5, 7));
                var statuses = new StringBuilder();
                for (var each = 0; each < 20; each++) {
                    statuses.append(submit("maybe").status()).append(' ');
                }
                runs.add(statuses.toString());
            }

            assertThat(runs.get(0)).isEqualTo(runs.get(1)).contains("503").contains("200");
        }

        @Test
        void when_too_many_run_side_by_side_then_the_next_is_refused() throws IOException {
            SIMULATOR.rules().add(Rule.concurrency(1).by("openai-videos"));
            var first = web.post("/videos", "{\"prompt\":\"one\",\"model\":\"sora-2-pro\"}");
            var second = web.post("/videos", "{\"prompt\":\"two\",\"model\":\"sora-2-pro\"}");

            vendor.move(first.json().path("id").asText(), Phase.FAILED);
            var third = web.post("/videos", "{\"prompt\":\"three\",\"model\":\"sora-2-pro\"}");
            vendor.move(third.json().path("id").asText(), Phase.FAILED);

            assertThat(first.status()).isEqualTo(200);
            assertThat(second.status()).isEqualTo(429);
            assertThat(third.status()).isEqualTo(200);
        }

        @Test
        void when_a_key_is_revoked_then_other_keys_still_work() throws IOException {
            var other = Objects.requireNonNull(vendor.newCredentials().get("api_key"));
            SIMULATOR.rules().add(Rule.of(Step.OTHER, Effect.REVOKE).forKey(key));

            assertThat(submit("revoked").status()).isEqualTo(401);
            assertThat(
                            new Web(vendor.baseUrl(), "Authorization", "Bearer " + other)
                                    .get("/videos")
                                    .status())
                    .isEqualTo(200);
        }

        @Test
        void when_connections_are_refused_then_it_listens_again_after_the_rule()
                throws IOException {
            SIMULATOR
                    .rules()
                    .add(Rule.of(Step.OTHER, Effect.REFUSE_CONNECTION).by("openai-videos"));
            assertThatThrownBy(() -> submit("nobody there"))
                    .isInstanceOf(java.net.ConnectException.class);

            SIMULATOR.rules().clear();

            assertThat(submit("somebody there").status()).isEqualTo(200);
        }
    }

    @Nested
    class GivenRulesOnPolls {
        @Test
        void when_a_state_goes_backwards_then_it_does_so_once() throws IOException {
            var id = accepted("backwards");
            vendor.move(id, Phase.RUNNING);
            SIMULATOR.rules().add(Rule.of(Step.POLL, Effect.BACKWARDS).times(1));

            assertThat(status(id)).isEqualTo("queued");
            assertThat(status(id)).isEqualTo("in_progress");
        }

        @Test
        void when_the_state_is_a_strange_word_then_no_page_names_it() throws IOException {
            var id = accepted("strange");
            SIMULATOR.rules().add(Rule.of(Step.POLL, Effect.UNKNOWN_STATE).times(1));

            assertThat(status(id)).isEqualTo("reticulating");
            assertThat(status(id)).isEqualTo("queued");
        }

        @Test
        void when_a_poll_is_dropped_then_requests_count_it_without_a_status() throws IOException {
            var id = accepted("dropped poll");
            var before = vendor.requests().of(Step.POLL, 0);
            SIMULATOR.rules().add(Rule.of(Step.POLL, Effect.DROP));

            assertThatThrownBy(() -> status(id)).isInstanceOf(IOException.class);

            // The client may ask again by itself.
            assertThat(vendor.requests().of(Step.POLL, 0)).isGreaterThan(before);
        }
    }

    @Nested
    class GivenRulesOnDownloads {
        private Web.Reply download(Effect effect) throws IOException {
            var id = accepted("a file");
            vendor.move(id, Phase.SUCCEEDED);
            SIMULATOR.rules().add(Rule.of(Step.DOWNLOAD, effect).times(1));
            return web.get("/videos/" + id + "/content");
        }

        @Test
        void when_a_file_is_truncated_then_the_connection_ends_before_it() {
            assertThatThrownBy(() -> download(Effect.TRUNCATE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("fixed content-length");
        }

        @Test
        void when_a_file_is_swapped_then_it_says_video_and_is_none() throws IOException {
            var reply = download(Effect.SWAP);

            assertThat(reply.header("Content-Type")).isEqualTo("video/mp4");
            assertThat(reply.isClip()).isFalse();
        }

        @Test
        void when_it_redirects_then_another_host_has_the_file_and_takes_no_key()
                throws IOException {
            var reply = download(Effect.REDIRECT);
            var target = reply.header("Location");

            assertThat(reply.status()).isEqualTo(302);
            assertThat(target).startsWith("http://localhost:");
            assertThat(plain.get(target).isClip()).isTrue();
            assertThat(web.get(target).status()).isEqualTo(400);
        }

        @Test
        void when_links_expire_then_a_later_try_works_again() throws IOException {
            assertThat(download(Effect.EXPIRE).status()).isEqualTo(403);
            assertThat(web.get("/videos?limit=1").status()).isEqualTo(200);
        }
    }

    @Nested
    class GivenRulesOnCallbacks {
        @Test
        void when_messages_come_twice_then_the_receiver_has_two() throws IOException {
            SIMULATOR.rules().add(Rule.of(Step.CALLBACK, Effect.TWICE));
            try (var receiver = new Receiver()) {
                vendor.webhook(receiver.url("/hook"));
                var id = accepted("twice");

                vendor.move(id, Phase.SUCCEEDED);

                await().atMost(LONG).until(() -> receiver.calls().size() == 2);
                assertThat(receiver.bodies().get(0)).isEqualTo(receiver.bodies().get(1));
                assertThat(receiver.calls().getFirst().header("webhook-signature"))
                        .startsWith("v1,");
            }
        }

        @Test
        void when_it_comes_early_then_the_receiver_has_it_before_the_submit_s_answer()
                throws IOException {
            SIMULATOR
                    .rules()
                    .add(
                            Rule.of(Step.CALLBACK, Effect.EARLY),
                            Rule.renderTime(Duration.ofMillis(50)));
            try (var receiver = new Receiver()) {
                vendor.webhook(receiver.url("/hook"));

                accepted("early");

                assertThat(receiver.calls()).isNotEmpty();
            }
        }

        @Test
        void when_it_is_forged_then_the_first_message_is_not_signed_for() throws IOException {
            SIMULATOR
                    .rules()
                    .add(
                            Rule.of(Step.CALLBACK, Effect.FORGED),
                            Rule.of(Step.OUTCOME, Effect.INTERNAL));
            try (var receiver = new Receiver()) {
                vendor.webhook(receiver.url("/hook"));
                var id = accepted("forged");

                vendor.move(id, Phase.FAILED);

                await().atMost(LONG).until(() -> receiver.calls().size() == 2);
                assertThat(receiver.bodies())
                        .extracting(body -> body.path("type").asText())
                        .containsExactly("video.completed", "video.failed");
                assertThat(receiver.calls())
                        .extracting(call -> call.header("webhook-signature"))
                        .satisfies(
                                signatures ->
                                        assertThat(signatures.get(0)).isEqualTo(signatures.get(1)));
            }
        }
    }

    @Nested
    class GivenADirective {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[simulator submit=throttle] a", "[simulator submit=503] b",
                    "[simulator submit=content_policy] c",
                            "[simulator submit=refuse:sentinel_block] d"
                })
        void when_it_is_about_a_submit_then_it_works_once(String prompt) throws IOException {
            assertThat(submit(prompt).status()).isGreaterThanOrEqualTo(400);
            assertThat(submit(prompt).status()).isEqualTo(200);
        }

        @Test
        void when_it_scripts_a_job_then_the_job_goes_that_way() throws IOException {
            var id = accepted("[simulator render=1ms outcome=content_policy poll=unknown_state]");

            await().atMost(LONG).until(() -> status(id).equals("failed"));
            assertThat(web.get("/videos/" + id).json().at("/error/code").asText())
                    .isEqualTo("moderation_blocked");
        }

        @Test
        void when_it_drops_the_answer_then_the_bill_has_the_task() {
            var prompt = "[simulator submit=drop] e";

            assertThatThrownBy(() -> submit(prompt)).isInstanceOf(IOException.class);

            assertThat(billed(prompt)).isEqualTo(1);
        }
    }

    @Nested
    class GivenTheControl {
        private final Web control = new Web(SIMULATOR.controlUrl());

        @Test
        void when_a_rule_is_posted_then_it_works_until_rules_are_deleted() throws IOException {
            var rule =
                    """
                    {"vendor":"openai-videos","step":"submit","effect":"refuse","fault":"quota"}""";

            assertThat(control.post("/rules", rule).status()).isEqualTo(200);
            assertThat(submit("by the control").status()).isEqualTo(429);
            assertThat(control.send("DELETE", "/rules", new byte[0]).status()).isEqualTo(204);
            assertThat(submit("by the control").status()).isEqualTo(200);
        }

        @Test
        void when_books_are_asked_for_then_they_are_those_of_the_vendor() throws IOException {
            var id = accepted("on the bill");

            var bill = control.get("/bill").json().path("openai-videos");
            var accounts = control.get("/accounts").json();

            assertThat(bill.findValuesAsText("taskId")).contains(id);
            assertThat(accounts.at("/vendors/openai-videos/credentials/api_key").asText())
                    .isEqualTo(key);
            assertThat(
                            control.get("/requests")
                                    .json()
                                    .at("/openai-videos/counts/SUBMIT/200")
                                    .asLong())
                    .isEqualTo(vendor.requests().of(Step.SUBMIT, 200));
            assertThat(control.get("/health").json().path("status").asText()).isEqualTo("UP");
        }

        @Test
        void when_a_rule_is_wrong_then_it_is_refused() throws IOException {
            assertThat(
                            control.post("/rules", "{\"step\":\"submit\",\"effect\":\"refuse\"}")
                                    .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void when_a_request_stalls_then_nothing_comes_and_nothing_is_billed() {
        SIMULATOR.rules().add(Rule.of(Step.SUBMIT, Effect.STALL).forPrompt("stalled"));

        assertThatThrownBy(
                        () ->
                                web.send(
                                        Duration.ofSeconds(1),
                                        "POST",
                                        "/videos",
                                        "{\"prompt\":\"stalled\"}".getBytes(UTF_8)))
                .isInstanceOf(HttpTimeoutException.class);

        assertThat(billed("stalled")).isZero();
    }

    @Test
    void when_a_fault_is_given_for_polls_then_submits_work() throws IOException {
        SIMULATOR.rules().add(Rule.refuse(Step.POLL, Fault.SERVER));

        var id = accepted("only polls");

        assertThat(web.get("/videos/" + id).status()).isEqualTo(500);
    }
}
