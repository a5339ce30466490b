package dev.reelay.worker.provider.minimax;

import static dev.reelay.worker.provider.api.Answers.body;
import static dev.reelay.worker.provider.api.Answers.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.Attempts;
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
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.InputFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Literals are those of the documented contract, in both of its versions.
class MinimaxApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MinimaxApi api =
            new MinimaxApi(
                    new Account(
                            "hailuo",
                            "minimax",
                            Optional.empty(),
                            Map.of("api_key", "sk-api-dummy-0000000000000000"),
                            Map.of()));

    private static InputFile picture(Role role) {
        return new InputFile(role, "image/png", "a".getBytes(StandardCharsets.UTF_8));
    }

    @Nested
    class GivenTheFirstVersion {
        private static final ProviderTask TASK = new ProviderTask("106916112212032");

        private final SubmitAttempt attempt =
                Attempts.of("A paper boat on a rainy street")
                        .model("MiniMax-Hailuo-2.3")
                        .seconds(6)
                        .tier("768p", "16:9")
                        .attempt();

        @Test
        void when_it_is_text_then_the_body_is_the_documented_one() throws Exception {
            var call = api.submit(attempt, List.of());
            assertThat(call.at()).isEqualTo("/v1/video_generation");
            assertThat(call.headers())
                    .containsEntry("Authorization", "Bearer sk-api-dummy-0000000000000000");
            assertThat(JSON.readTree(body(call)))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"model":"MiniMax-Hailuo-2.3",
                                     "prompt":"A paper boat on a rainy street",
                                     "duration":6,"resolution":"768P"}
                                    """));
        }

        @Test
        void when_it_has_frames_then_they_are_whole_data_urls() throws Exception {
            var frames =
                    Attempts.of("a kite")
                            .model("MiniMax-Hailuo-02")
                            .mode(Mode.FRAMES)
                            .tier("768p", "16:9")
                            .attempt();
            var call =
                    api.submit(
                            frames, List.of(picture(Role.FIRST_FRAME), picture(Role.LAST_FRAME)));
            var sent = JSON.readTree(body(call));
            assertThat(sent.path("first_frame_image").asText())
                    .isEqualTo("data:image/png;base64,YQ==");
            assertThat(sent.path("last_frame_image").asText())
                    .isEqualTo("data:image/png;base64,YQ==");
        }

        @Test
        void when_it_is_taken_then_the_task_is_known() {
            assertThat(
                            api.submitted(
                                    attempt,
                                    json(
                                            200,
                                            """
                                            {"task_id":"106916112212032","base_resp":
                                             {"status_code":0,"status_msg":"success"}}
                                            """)))
                    .isEqualTo(new Accepted(TASK, List.of()));
        }

        @ParameterizedTest
        @CsvSource({"2013, INVALID_INPUT", "1042, INVALID_INPUT", "1026, CONTENT_POLICY"})
        void when_the_request_is_at_fault_then_it_is_refused(int code, Reason reason) {
            assertThat(refused(code)).isEqualTo(new Refused(new Failure(reason, "the words")));
        }

        @Test
        void when_somebody_else_is_at_fault_then_the_code_says_who() {
            for (var code : List.of(1004, 2049, 1008, 2056, 2061)) {
                assertThat(refused(code)).isInstanceOf(AccountRefused.class);
            }
            for (var code : List.of(1002, 1039, 1041, 2045)) {
                assertThat(refused(code)).isInstanceOf(Busy.class);
            }
            for (var code : List.of(1000, 1001, 1024, 1013, 1033, 7777)) {
                assertThat(refused(code)).isInstanceOf(Unknown.class);
            }
        }

        private Object refused(int code) {
            return api.submitted(
                    attempt,
                    json(
                            200,
                            """
                            {"task_id":"","base_resp":{"status_code":%d,"status_msg":"the words"}}
                            """
                                    .formatted(code)));
        }

        @Test
        void when_it_is_polled_then_the_state_decides_where_there_is_one() {
            assertThat(polled("\"status\":\"Preparing\"", 0)).isEqualTo(new Working(0));
            assertThat(polled("\"status\":\"Queueing\"", 0)).isEqualTo(new Working(0));
            assertThat(polled("\"status\":\"Processing\"", 0)).isEqualTo(new Working(-1));
            assertThat(polled("\"status\":\"Success\",\"file_id\":\"176844028768320\"", 0))
                    .isEqualTo(new Finished(new ProviderFile("file:176844028768320")));
            assertThat(polled("\"status\":\"Fail\"", 1027))
                    .isEqualTo(new GaveUp(new Failure(Reason.CONTENT_POLICY, "the words")));
            assertThat(polled("\"status\":\"Fail\"", 0))
                    .isEqualTo(
                            new GaveUp(
                                    new Failure(
                                            Reason.PROVIDER_ERROR,
                                            "the render failed at the provider")));
            assertThat(polled("\"x\":1", 1002)).isInstanceOf(NoAnswer.class);
            assertThat(polled("\"status\":\"Success\",\"file_id\":\"\"", 0))
                    .isInstanceOf(NoAnswer.class);
        }

        private Object polled(String members, int code) {
            return api.polled(
                    TASK,
                    json(
                            200,
                            """
                            {"task_id":"106916112212032",%s,
                             "base_resp":{"status_code":%d,"status_msg":"the words"}}
                            """
                                    .formatted(members, code)));
        }

        @Test
        void when_the_file_is_wanted_then_its_link_is_asked_for() {
            var file = new ProviderFile("file:176844028768320");
            assertThat(api.locate(file).orElseThrow().at())
                    .isEqualTo("/v1/files/retrieve?file_id=176844028768320");
            assertThat(
                            api.located(
                                    file,
                                    json(
                                            200,
                                            """
                                            {"file":{"file_id":176844028768320,"bytes":3145728,
                                             "download_url":"https://cdn.example/o.mp4?Expires=1"},
                                             "base_resp":{"status_code":0}}
                                            """)))
                    .contains(new ProviderFile("https://cdn.example/o.mp4?Expires=1"));
        }
    }

    @Nested
    class GivenTheSecondVersion {
        private final SubmitAttempt attempt =
                Attempts.of("A paper boat on a rainy street")
                        .model("MiniMax-H3")
                        .seconds(6)
                        .tier("768p", "16:9")
                        .mode(Mode.IMAGE)
                        .attempt();

        @Test
        void when_it_has_a_first_frame_then_it_is_an_item_with_a_role() throws Exception {
            var call = api.submit(attempt, List.of(picture(Role.FIRST_FRAME)));
            assertThat(call.at()).isEqualTo("/v2/video_generation");
            assertThat(JSON.readTree(body(call)))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"model":"MiniMax-H3","content":[
                                      {"type":"text","text":"A paper boat on a rainy street"},
                                      {"type":"image_url","role":"first_frame",
                                       "image_url":{"url":"data:image/png;base64,YQ=="}}],
                                     "resolution":"768P","duration":6,"ratio":"16:9"}
                                    """));
        }

        @Test
        void when_it_is_taken_then_its_task_is_asked_for_at_the_second_version() {
            var task = new ProviderTask("v2:v2-000000000001");
            assertThat(api.submitted(attempt, json(200, "{\"task_id\":\"v2-000000000001\"}")))
                    .isEqualTo(new Accepted(task, List.of()));
            assertThat(api.poll(task).at()).isEqualTo("/v2/query/video_generation/v2-000000000001");
            assertThat(
                            api.polled(
                                    task,
                                    json(
                                            200,
                                            """
                                            {"task":{"id":"v2-000000000001","status":"succeeded",
                                             "created_at":1767225600,"updated_at":1767225690,
                                             "content":{"url":"https://cdn.example/v2.mp4?E=1"}}}
                                            """)))
                    .isEqualTo(
                            new Finished(
                                    new ProviderFile("https://cdn.example/v2.mp4?E=1"),
                                    Duration.ofSeconds(90)));
            assertThat(
                            api.polled(
                                    task,
                                    json(
                                            200,
                                            """
                                            {"task":{"status":"failed","error":
                                             {"code":"1026","message":"the words"}}}
                                            """)))
                    .isEqualTo(new GaveUp(new Failure(Reason.CONTENT_POLICY, "the words")));
        }

        @ParameterizedTest
        @CsvSource({
            "422, unprocessable_entity_error, not this (1026), CONTENT_POLICY",
            "400, bad_request_error, not so, INVALID_INPUT"
        })
        void when_the_request_is_at_fault_then_it_is_refused(
                int status, String type, String message, Reason reason) {
            assertThat(refused(status, type, message))
                    .isEqualTo(new Refused(new Failure(reason, message)));
        }

        @Test
        void when_somebody_else_is_at_fault_then_the_type_says_who() {
            assertThat(refused(401, "authorized_error", "no")).isInstanceOf(AccountRefused.class);
            assertThat(refused(402, "insufficient_balance_error", "no"))
                    .isInstanceOf(AccountRefused.class);
            assertThat(refused(429, "rate_limit_error", "no")).isInstanceOf(Busy.class);
            assertThat(refused(529, "overloaded_error", "no")).isInstanceOf(Busy.class);
            assertThat(refused(500, "server_error", "no")).isInstanceOf(Unknown.class);
        }

        private Object refused(int status, String type, String message) {
            return api.submitted(
                    attempt,
                    json(
                            status,
                            """
                            {"type":"error","error":{"type":"%s","message":"%s",
                             "http_code":"%d"},"request_id":"r"}
                            """
                                    .formatted(type, message, status)));
        }
    }
}
