package dev.reelay.worker.provider.kling;

import static dev.reelay.worker.provider.api.Answers.body;
import static dev.reelay.worker.provider.api.Answers.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.FindAnswer;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.AccountRefused;
import dev.reelay.worker.provider.SubmitAnswer.Busy;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;
import dev.reelay.worker.provider.api.InputFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Literals are those of the documented contract, in both of its standards.
class KlingApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "0190a000-0000-7000-8000-000000000001";
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(1767225600));
    private static final InputFile FIRST = picture(Role.FIRST_FRAME, "first");
    private static final InputFile LAST = picture(Role.LAST_FRAME, "last");

    private static InputFile picture(Role role, String bytes) {
        return new InputFile(role, "image/png", bytes.getBytes(StandardCharsets.UTF_8));
    }

    private static Account account(Map<String, String> secrets) {
        return new Account("kling-main", "kling", Optional.empty(), secrets, Map.of());
    }

    private static JsonNode tree(String json) throws Exception {
        return JSON.readTree(json);
    }

    @Nested
    class GivenTheNewStandard {
        private static final ProviderTask TASK = new ProviderTask("893605946402811985");

        private final KlingApi api =
                new KlingApi(account(Map.of("api_key", "api-key-kling-1")), CLOCK);

        @Test
        void when_it_is_text_then_the_model_stands_in_the_path() throws Exception {
            var attempt =
                    Attempts.of("a kite")
                            .id(ID)
                            .model("kling-2.6")
                            .seconds(10)
                            .tier("1080p", "9:16")
                            .audio()
                            .callback(URI.create("https://gw.example/cb/kling"))
                            .attempt();
            var call = api.submit(attempt, List.of());
            assertThat(call.at()).isEqualTo("/text-to-video/kling-2.6");
            assertThat(call.headers()).containsEntry("Authorization", "Bearer api-key-kling-1");
            assertThat(tree(body(call)))
                    .isEqualTo(
                            tree(
                                    """
                                    {"prompt":"a kite",
                                     "settings":{"resolution":"1080p","duration":10,
                                                 "aspect_ratio":"9:16","audio":"native"},
                                     "options":{"external_task_id":"%s",
                                                "callback_url":"https://gw.example/cb/kling"}}
                                    """
                                            .formatted(ID)));
        }

        @Test
        void when_it_is_omni_then_text_is_a_content_too() throws Exception {
            var attempt = Attempts.of("a kite").id(ID).model("kling-3.0-omni").seconds(5);
            var call = api.submit(attempt.attempt(), List.of());
            assertThat(call.at()).isEqualTo("/omni-video/kling-3.0-omni");
            assertThat(tree(body(call)).path("contents"))
                    .isEqualTo(tree("[{\"type\":\"prompt\",\"text\":\"a kite\"}]"));
        }

        @Test
        void when_it_has_frames_then_they_are_raw_base64_and_give_the_ratio() throws Exception {
            var attempt =
                    Attempts.of("The boat drifts away")
                            .id(ID)
                            .model("kling-3.0")
                            .seconds(5)
                            .tier("1080p", "16:9")
                            .picture(Mode.FRAMES, Role.FIRST_FRAME, "a")
                            .picture(Mode.FRAMES, Role.LAST_FRAME, "b")
                            .attempt();
            var call = api.submit(attempt, List.of(FIRST, LAST));
            assertThat(call.at()).isEqualTo("/image-to-video/kling-3.0");
            assertThat(tree(body(call)))
                    .isEqualTo(
                            tree(
                                    """
                                    {"contents":[
                                      {"type":"prompt","text":"The boat drifts away"},
                                      {"type":"first_frame","url":"Zmlyc3Q="},
                                      {"type":"last_frame","url":"bGFzdA=="}],
                                     "settings":{"resolution":"1080p","duration":5,
                                                 "multi_shot":false},
                                     "options":{"external_task_id":"%s"}}
                                    """
                                            .formatted(ID)));
        }

        @Test
        void when_sound_or_a_last_frame_needs_it_then_the_old_models_make_1080p() throws Exception {
            var sound = Attempts.of("a kite").model("kling-2.6").audio().attempt();
            assertThat(tree(body(api.submit(sound, List.of()))).at("/settings/resolution").asText())
                    .isEqualTo("1080p");
            var plain = Attempts.of("a kite").model("kling-2.6").attempt();
            assertThat(tree(body(api.submit(plain, List.of()))).at("/settings/resolution").asText())
                    .isEqualTo("720p");
        }

        @Test
        void when_it_is_taken_then_the_task_is_known() {
            var answer =
                    json(
                            200,
                            """
                            {"code":0,"message":"SUCCEED","request_id":"0f3c6c1e",
                             "data":{"id":"893605946402811985","status":"submitted",
                                     "create_time":1767225600000,"update_time":1767225600000,
                                     "external_id":"att_1"}}
                            """);
            assertThat(api.submitted(Attempts.of("x").attempt(), answer))
                    .isEqualTo(new Accepted(TASK, List.of()));
        }

        @ParameterizedTest
        @CsvSource({
            "401, 1000",
            "401, 1002",
            "401, 1004",
            "429, 1100",
            "429, 1101",
            "429, 1102",
            "403, 1103",
            "429, 1304",
            "404, 1203"
        })
        void when_the_operator_is_at_fault_then_the_account_is(int status, int code) {
            assertThat(refused(status, code)).isInstanceOf(AccountRefused.class);
        }

        @ParameterizedTest
        @CsvSource({"429, 1302", "429, 1303", "503, 5001"})
        void when_it_is_busy_then_nothing_was_started(int status, int code) {
            assertThat(refused(status, code)).isInstanceOf(Busy.class);
        }

        @ParameterizedTest
        @CsvSource({
            "400, 1200, INVALID_INPUT", "400, 1201, INVALID_INPUT",
            "400, 1300, CONTENT_POLICY", "400, 1301, CONTENT_POLICY"
        })
        void when_the_request_is_at_fault_then_it_is_refused(int status, int code, Reason reason) {
            assertThat(refused(status, code))
                    .isEqualTo(new Refused(new Failure(reason, "the words")));
        }

        @ParameterizedTest
        @CsvSource({"500, 5000", "504, 5002", "200, 9999", "502, 0"})
        void when_it_may_have_been_started_then_it_is_unknown(int status, int code) {
            assertThat(refused(status, code)).isInstanceOf(Unknown.class);
        }

        private Object refused(int status, int code) {
            return api.submitted(
                    Attempts.of("x").attempt(),
                    json(
                            status,
                            "{\"code\":%d,\"message\":\"the words\",\"request_id\":\"r\"}"
                                    .formatted(code)));
        }

        @Test
        void when_it_is_asked_after_then_its_own_item_counts() {
            assertThat(api.poll(TASK).at()).isEqualTo("/tasks?task_ids=893605946402811985");
            assertThat(polled("processing", "", "[]")).isEqualTo(new Working(-1));
            assertThat(polled("submitted", "", "[]")).isEqualTo(new Working(0));
            assertThat(
                            polled(
                                    "succeeded",
                                    "",
                                    """
                                    [{"type":"video","id":"893605946402811986",
                                      "url":"https://v.example-cdn.klingai.com/8.mp4",
                                      "watermark_url":"","duration":"5.041"}]
                                    """))
                    .isEqualTo(
                            new Finished(
                                    new ProviderFile("https://v.example-cdn.klingai.com/8.mp4")));
        }

        @Test
        void when_it_is_done_without_a_file_then_the_job_goes_on() {
            assertThat(polled("succeeded", "", "[]")).isInstanceOf(NoAnswer.class);
            assertThat(polled("dreaming", "", "[]")).isInstanceOf(NoAnswer.class);
        }

        @Test
        void when_risk_control_failed_it_then_that_is_content_policy() {
            assertThat(polled("failed", "Failure to pass the risk control system", "[]"))
                    .isEqualTo(
                            new GaveUp(
                                    new Failure(
                                            Reason.CONTENT_POLICY,
                                            "Failure to pass the risk control system")));
            assertThat(polled("failed", "internal", "[]"))
                    .isEqualTo(new GaveUp(new Failure(Reason.PROVIDER_ERROR, "internal")));
        }

        private Object polled(String status, String message, String outputs) {
            return api.polled(
                    TASK,
                    json(
                            200,
                            """
                            {"code":0,"message":"SUCCEED","request_id":"r-2","data":[
                              {"id":"1","status":"failed","message":"not ours","outputs":[]},
                              {"id":"893605946402811985","status":"%s","message":"%s",
                               "external_id":"att_1","outputs":%s,"billing":[]}]}
                            """
                                    .formatted(status, message, outputs)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"code\":0,\"data\":[]}",
                    "{\"code\":5000,\"message\":\"internal\"}",
                    "{}",
                    "oops"
                })
        void when_the_answer_says_nothing_of_the_task_then_the_job_goes_on(String body) {
            assertThat(api.polled(TASK, json(200, body))).isInstanceOf(NoAnswer.class);
        }

        @Test
        void when_an_answer_was_lost_then_the_task_is_found_by_our_id() {
            var attempt = Attempts.of("x").id(ID).attempt();
            assertThat(api.find(attempt).orElseThrow().at())
                    .isEqualTo("/tasks?external_task_ids=" + ID);
            assertThat(
                            api.found(
                                    attempt,
                                    json(
                                            200,
                                            """
                                            {"code":0,"data":[{"id":"893605946402811985",
                                             "external_id":"%s"}]}
                                            """
                                                    .formatted(ID))))
                    .isEqualTo(new FindAnswer.Found(TASK));
            assertThat(api.found(attempt, json(200, "{\"code\":0,\"data\":[]}")))
                    .isEqualTo(new FindAnswer.NotThere());
            assertThat(api.found(attempt, json(200, "{\"code\":5000}")))
                    .isInstanceOf(FindAnswer.NoAnswer.class);
        }
    }

    @Nested
    class GivenTheLegacyStandard {
        private final LegacyKlingApi api =
                new LegacyKlingApi(
                        account(
                                Map.of(
                                        "access_key", "AKdummy0000000000000000000000001",
                                        "secret_key", "SKdummy0000000000000000000000001")),
                        CLOCK);

        @Test
        void when_it_is_signed_with_a_pair_of_keys_then_the_token_is_the_documented_one()
                throws Exception {
            var token =
                    api.poll(new ProviderTask("text2video/1"))
                            .headers()
                            .getOrDefault("Authorization", "");
            var parts = token.substring("Bearer ".length()).split("\\.", -1);
            var decode = Base64.getUrlDecoder();
            assertThat(tree(new String(decode.decode(parts[0]), StandardCharsets.UTF_8)))
                    .isEqualTo(tree("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"));
            assertThat(tree(new String(decode.decode(parts[1]), StandardCharsets.UTF_8)))
                    .isEqualTo(
                            tree(
                                    """
                                    {"iss":"AKdummy0000000000000000000000001",
                                     "exp":1767227400,"nbf":1767225595}
                                    """));
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            "SKdummy0000000000000000000000001".getBytes(StandardCharsets.UTF_8),
                            "HmacSHA256"));
            assertThat(decode.decode(parts[2]))
                    .isEqualTo(
                            mac.doFinal(
                                    (parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8)));
        }

        @Test
        void when_it_is_text_then_the_fields_have_their_old_names_and_types() throws Exception {
            var attempt =
                    Attempts.of("a kite")
                            .id(ID)
                            .model("kling-2.6")
                            .seconds(5)
                            .quality("pro")
                            .negative("blurry")
                            .audio()
                            .attempt();
            var call = api.submit(attempt, List.of());
            assertThat(call.at()).isEqualTo("/v1/videos/text2video");
            assertThat(tree(body(call)))
                    .isEqualTo(
                            tree(
                                    """
                                    {"model_name":"kling-v2-6","prompt":"a kite",
                                     "negative_prompt":"blurry","mode":"pro","duration":"5",
                                     "sound":"on","aspect_ratio":"16:9",
                                     "external_task_id":"%s"}
                                    """
                                            .formatted(ID)));
        }

        @Test
        void when_it_has_frames_then_they_go_to_the_other_path_which_the_task_remembers()
                throws Exception {
            var attempt =
                    Attempts.of("a kite")
                            .id(ID)
                            .model("kling-3.0")
                            .seconds(3)
                            .picture(Mode.FRAMES, Role.FIRST_FRAME, "a")
                            .picture(Mode.FRAMES, Role.LAST_FRAME, "b")
                            .attempt();
            var call = api.submit(attempt, List.of(FIRST, LAST));
            assertThat(call.at()).isEqualTo("/v1/videos/image2video");
            assertThat(tree(body(call)).at("/image").asText()).isEqualTo("Zmlyc3Q=");
            assertThat(tree(body(call)).at("/image_tail").asText()).isEqualTo("bGFzdA==");

            var answer =
                    json(
                            200,
                            """
                            {"code":0,"message":"SUCCEED","request_id":"r-5",
                             "data":{"task_id":"867283741759111202","task_status":"submitted"}}
                            """);
            var task = new ProviderTask("image2video/867283741759111202");
            assertThat(api.submitted(attempt, answer)).isEqualTo(new Accepted(task, List.of()));
            assertThat(api.poll(task).at()).isEqualTo("/v1/videos/image2video/867283741759111202");
            assertThat(api.find(attempt).orElseThrow().at())
                    .isEqualTo("/v1/videos/image2video/" + ID);
        }

        @Test
        void when_it_is_polled_then_succeed_has_no_ending() {
            var task = new ProviderTask("text2video/867283741759111202");
            assertThat(
                            api.polled(
                                    task,
                                    json(
                                            200,
                                            """
                                            {"code":0,"message":"SUCCEED","data":{
                                             "task_id":"867283741759111202",
                                             "task_status":"succeed","task_status_msg":"",
                                             "created_at":1767225600000,"updated_at":1767225690000,
                                             "task_result":{"videos":[{"id":"867283741759111203",
                                               "url":"https://v.example-cdn.klingai.com/x.mp4",
                                               "watermark_url":"","duration":"5.1"}]}}}
                                            """)))
                    .isEqualTo(
                            new Finished(
                                    new ProviderFile("https://v.example-cdn.klingai.com/x.mp4"),
                                    Duration.ofSeconds(90)));
            assertThat(
                            api.polled(
                                    task,
                                    json(
                                            200,
                                            """
                                            {"code":0,"data":{"task_status":"failed",
                                             "task_status_msg":"Risk Control refused it"}}
                                            """)))
                    .isEqualTo(
                            new GaveUp(
                                    new Failure(Reason.CONTENT_POLICY, "Risk Control refused it")));
        }
    }

    @Test
    void when_keys_are_missing_then_the_account_says_which() {
        assertThatThrownBy(() -> new KlingApi(account(Map.of("access_key", "a")), CLOCK))
                .isInstanceOfSatisfying(
                        InvalidAccountException.class,
                        e -> assertThat(e.param()).isEqualTo("secrets.api_key"));
        assertThatThrownBy(() -> new LegacyKlingApi(account(Map.of("access_key", "a")), CLOCK))
                .isInstanceOfSatisfying(
                        InvalidAccountException.class,
                        e -> assertThat(e.param()).isEqualTo("secrets.secret_key"));
    }
}
