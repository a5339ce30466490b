package dev.reelay.worker.provider.fal;

import static dev.reelay.worker.provider.api.Answers.body;
import static dev.reelay.worker.provider.api.Answers.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.AccountRefused;
import dev.reelay.worker.provider.SubmitAnswer.Busy;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Literals are those of the documented contract.
class FalApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY =
            "00000000-dummy-0000-0000-000000000001:0123456789abcdef0123456789abcdef";
    private static final String REQUEST =
            "fal-ai/kling-video/requests/764cabcf-b745-4b3e-ae38-1200304cf45b";
    private static final ProviderTask TASK = new ProviderTask(REQUEST);

    private final FalApi api =
            new FalApi(
                    new Account(
                            "fal-main", "fal", Optional.empty(), Map.of("api_key", KEY), Map.of()));

    private static InputFile picture(Role role, String content) {
        return new InputFile(role, "image/png", content.getBytes(StandardCharsets.UTF_8));
    }

    private static Attempts kling(String prompt, String tier) {
        return Attempts.of(prompt)
                .model("fal-ai/kling-video/v2.1/" + tier)
                .seconds(5)
                .tier(tier.equals("standard") ? "720p" : "1080p", "16:9");
    }

    private static Attempts veo() {
        return Attempts.of("A kite").model("fal-ai/veo3.1").seconds(8).tier("1080p", "9:16");
    }

    @Nested
    class GivenASubmit {
        @Test
        void when_it_is_a_first_frame_at_kling_then_the_length_is_text() throws Exception {
            var attempt =
                    kling("She smiles", "standard")
                            .mode(Mode.IMAGE)
                            .callback(URI.create("https://gw.example.com/cb/fal"))
                            .attempt();
            var call = api.submit(attempt, List.of(picture(Role.FIRST_FRAME, "a")));
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.at())
                    .isEqualTo(
                            "/fal-ai/kling-video/v2.1/standard/image-to-video"
                                    + "?fal_webhook=https%3A%2F%2Fgw.example.com%2Fcb%2Ffal");
            assertThat(call.headers())
                    .containsEntry("Authorization", "Key " + KEY)
                    .containsEntry("X-Fal-No-Retry", "1")
                    .containsEntry(
                            "X-Fal-Object-Lifecycle-Preference",
                            "{\"expiration_duration_seconds\":86400}");
            assertThat(JSON.readTree(body(call)))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"prompt":"She smiles","duration":"5",
                                     "image_url":"data:image/png;base64,YQ=="}
                                    """));
        }

        @Test
        void when_it_is_text_at_veo_then_the_length_has_its_unit() throws Exception {
            var call = api.submit(veo().seed(42).negative("rain").audio().attempt(), List.of());
            assertThat(call.at()).isEqualTo("/fal-ai/veo3.1");
            assertThat(JSON.readTree(body(call)))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"prompt":"A kite","negative_prompt":"rain","duration":"8s",
                                     "aspect_ratio":"9:16","resolution":"1080p",
                                     "generate_audio":true,"seed":42}
                                    """));
            assertThat(api.takes(veo().attempt()))
                    .containsExactlyInAnyOrder(Hint.SEED, Hint.NEGATIVE_PROMPT);
        }

        @Test
        void when_it_has_two_frames_then_they_have_an_endpoint_of_their_own() throws Exception {
            var call =
                    api.submit(
                            veo().mode(Mode.FRAMES).attempt(),
                            List.of(picture(Role.FIRST_FRAME, "a"), picture(Role.LAST_FRAME, "b")));
            assertThat(call.at()).isEqualTo("/fal-ai/veo3.1/first-last-frame-to-video");
            var sent = JSON.readTree(body(call));
            assertThat(sent.path("first_frame_url").asText())
                    .isEqualTo("data:image/png;base64,YQ==");
            assertThat(sent.path("last_frame_url").asText())
                    .isEqualTo("data:image/png;base64,Yg==");
        }

        @Test
        void when_the_callback_is_not_secure_then_it_is_left_out() {
            var attempt = veo().callback(URI.create("http://127.0.0.1:8080/cb")).attempt();
            assertThat(api.submit(attempt, List.of()).at()).isEqualTo("/fal-ai/veo3.1");
        }

        static Stream<Arguments> wrong() {
            return Stream.of(
                    Arguments.of(veo().seconds(5)),
                    Arguments.of(veo().tier("480p", "16:9")),
                    Arguments.of(veo().tier("720p", "1:1")),
                    Arguments.of(veo().mode(Mode.REFERENCE)),
                    Arguments.of(kling("x", "standard")),
                    Arguments.of(kling("x", "master").seconds(6)),
                    Arguments.of(kling("x", "master").tier("720p", "16:9")),
                    Arguments.of(kling("x", "master").tier("1080p", "4:3")),
                    Arguments.of(kling("x", "master").audio()),
                    Arguments.of(kling("x", "pro").mode(Mode.FRAMES)),
                    Arguments.of(veo().model("fal-ai/other")));
        }

        @ParameterizedTest
        @MethodSource("wrong")
        void when_it_cannot_be_made_then_nothing_is_sent(Attempts asked) {
            assertThatThrownBy(() -> api.submit(asked.attempt(), List.of()))
                    .isInstanceOf(UnsupportedException.class);
        }
    }

    @Nested
    class GivenTheAnswerToASubmit {
        private SubmitAnswer submitted(int status, String body) {
            return api.submitted(kling("x", "standard").attempt(), json(status, body));
        }

        @Test
        void when_it_is_taken_then_the_task_is_the_path_of_its_links() {
            assertThat(
                            submitted(
                                    200,
                                    """
                                    {"status":"IN_QUEUE","queue_position":0,
                                     "request_id":"764cabcf-b745-4b3e-ae38-1200304cf45b",
                                     "response_url":"https://queue.fal.run/%s"}
                                    """
                                            .formatted(REQUEST)))
                    .isEqualTo(new Accepted(TASK, List.of()));
        }

        @Test
        void when_a_link_leads_elsewhere_then_only_its_path_counts() {
            assertThat(
                            submitted(
                                    200,
                                    """
                                    {"request_id":"1","response_url":"https://x.example/%s"}
                                    """
                                            .formatted(REQUEST)))
                    .isEqualTo(new Accepted(TASK, List.of()));
            assertThat(api.poll(TASK).at()).isEqualTo("/" + REQUEST + "/status");
        }

        @Test
        void when_there_are_no_links_then_the_first_two_parts_of_the_endpoint_count() {
            assertThat(submitted(200, "{\"request_id\":\"764cabcf-b745-4b3e-ae38-1200304cf45b\"}"))
                    .isEqualTo(new Accepted(TASK, List.of()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"request_id\":\"../../x\"}", "{}", "[]"})
        void when_it_names_no_request_then_it_is_unknown(String body) {
            assertThat(submitted(200, body)).isInstanceOf(Unknown.class);
        }

        @ParameterizedTest
        @CsvSource({
            "400, bad_request, INVALID_INPUT",
            "422, image_load_error, INVALID_INPUT",
            "422, content_policy_violation, CONTENT_POLICY",
            "422, no_media_generated, CONTENT_POLICY"
        })
        void when_the_request_is_at_fault_then_it_is_refused(int status, String type, Reason why) {
            assertThat(
                            submitted(
                                    status,
                                    "{\"detail\":\"the words\",\"error_type\":\"%s\"}"
                                            .formatted(type)))
                    .isEqualTo(new Refused(new Failure(why, "the words")));
            assertThat(submitted(status, model(type)))
                    .isEqualTo(new Refused(new Failure(why, "the words")));
        }

        @Test
        void when_somebody_else_is_at_fault_then_the_status_says_who() {
            assertThat(submitted(401, "{\"detail\":\"no\"}")).isInstanceOf(AccountRefused.class);
            assertThat(submitted(403, "{\"detail\":\"User is locked. Exhausted balance.\"}"))
                    .isInstanceOf(AccountRefused.class);
            assertThat(submitted(404, "{\"detail\":\"no\"}")).isInstanceOf(AccountRefused.class);
            assertThat(submitted(429, "{\"detail\":\"concurrent_requests_limit\"}"))
                    .isInstanceOf(Busy.class);
            for (var type :
                    List.of("runner_scheduling_failure", "request_timeout", "internal_error")) {
                assertThat(
                                submitted(
                                        503,
                                        "{\"detail\":\"x\",\"error_type\":\"%s\"}".formatted(type)))
                        .isInstanceOf(Unknown.class);
            }
        }
    }

    private static String model(String type) {
        return """
               {"detail":[{"loc":["body","image_url"],"msg":"the words","type":"%s"}]}
               """
                .formatted(type);
    }

    @Nested
    class GivenAPoll {
        private PollAnswer polled(int status, String rest) {
            return api.polled(TASK, json(status, "{\"request_id\":\"764cabcf\"," + rest + "}"));
        }

        @Test
        void when_it_is_under_way_then_202_says_so() {
            assertThat(polled(202, "\"status\":\"IN_QUEUE\",\"queue_position\":3"))
                    .isEqualTo(new Working(0));
            assertThat(polled(202, "\"status\":\"IN_PROGRESS\",\"logs\":[]"))
                    .isEqualTo(new Working(-1));
        }

        @Test
        void when_it_says_nothing_of_the_task_then_no_job_ends() {
            assertThat(polled(200, "\"status\":\"DREAMING\"")).isInstanceOf(NoAnswer.class);
            assertThat(polled(404, "\"detail\":\"Request not found\""))
                    .isInstanceOf(NoAnswer.class);
        }

        @ParameterizedTest
        @CsvSource({
            "request_timeout, PROVIDER_ERROR", "startup_timeout, PROVIDER_ERROR",
            "internal_server_error, PROVIDER_ERROR", "client_cancelled, CANCELLED"
        })
        void when_there_can_be_no_result_then_it_is_not_asked_for(String type, Reason why) {
            var answer =
                    json(
                            200,
                            """
                            {"status":"COMPLETED","error":"words","error_type":"%s"}
                            """
                                    .formatted(type));
            assertThat(api.polled(TASK, answer))
                    .isInstanceOfSatisfying(
                            GaveUp.class, no -> assertThat(no.failure().reason()).isEqualTo(why));
            assertThat(api.result(TASK, answer)).isEmpty();
        }

        @Test
        void when_it_is_over_then_the_result_is_asked_for() {
            var over = json(200, "{\"status\":\"COMPLETED\",\"metrics\":{\"inference_time\":71}}");
            assertThat(api.result(TASK, over).orElseThrow().at()).isEqualTo("/" + REQUEST);
            assertThat(api.result(TASK, json(202, "{\"status\":\"IN_PROGRESS\"}"))).isEmpty();
        }
    }

    @Nested
    class GivenAResult {
        private PollAnswer resulted(int status, String body) {
            return api.resulted(TASK, json(status, body));
        }

        @Test
        void when_it_went_well_then_it_names_the_file() {
            assertThat(
                            resulted(
                                    200,
                                    """
                                    {"video":{"url":"https://v3b.fal.media/files/b/zebra/out.mp4",
                                     "content_type":"video/mp4"},"seed":42}
                                    """))
                    .isEqualTo(
                            new Finished(
                                    new ProviderFile(
                                            "https://v3b.fal.media/files/b/zebra/out.mp4")));
            assertThat(resulted(200, "{\"seed\":42}")).isInstanceOf(NoAnswer.class);
            assertThat(api.fetch(new ProviderFile("https://v3b.fal.media/o.mp4")).headers())
                    .isEmpty();
        }

        @Test
        void when_it_comes_early_then_no_job_ends() {
            assertThat(resulted(400, "{\"detail\":\"Request is still in progress\"}"))
                    .isInstanceOf(NoAnswer.class);
            assertThat(resulted(404, "{\"detail\":\"gone\"}")).isInstanceOf(NoAnswer.class);
        }

        @ParameterizedTest
        @CsvSource({
            "422, missing, INVALID_INPUT",
            "422, of_tomorrow, INVALID_INPUT",
            "422, content_policy_violation, CONTENT_POLICY",
            "500, internal_server_error, PROVIDER_ERROR",
            "504, generation_timeout, PROVIDER_ERROR"
        })
        void when_the_model_failed_then_it_is_its_verdict(int status, String type, Reason why) {
            var answer = json(status, model(type));
            assertThat(api.saysNothing(answer)).isFalse();
            assertThat(api.resulted(TASK, answer))
                    .isEqualTo(new GaveUp(new Failure(why, "the words")));
        }

        @Test
        void when_what_stands_in_front_fails_then_it_says_nothing() {
            assertThat(api.saysNothing(json(502, "{\"detail\":\"Bad gateway\"}"))).isTrue();
            assertThat(api.saysNothing(json(401, model("missing")))).isTrue();
        }
    }

    @Test
    void when_it_is_to_stop_then_it_is_put() {
        var call = api.cancel(TASK).orElseThrow();
        assertThat(call.method()).isEqualTo("PUT");
        assertThat(call.at()).isEqualTo("/" + REQUEST + "/cancel");
    }

    @Test
    void when_its_callback_will_tell_then_a_lost_answer_is_waited_for() {
        var told = veo().callback(URI.create("https://video.example.com/callbacks/fal/x"));
        var local = veo().callback(URI.create("http://127.0.0.1:8080/callbacks/fal/x"));
        assertThat(api.tellsLater(told.attempt())).isTrue();
        assertThat(api.tellsLater(local.attempt())).isFalse();
        assertThat(api.tellsLater(veo().attempt())).isFalse();
    }
}
