package dev.reelay.worker.provider.openai;

import static dev.reelay.worker.provider.api.Answers.body;
import static dev.reelay.worker.provider.api.Answers.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.worker.egress.MultipartForm;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.InvalidAccountException;
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
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Literals are those of the documented contract.
class OpenAiVideosApiTest {
    private static final ProviderTask TASK = new ProviderTask("video_0001");

    private final OpenAiVideosApi api = new OpenAiVideosApi(account(Map.of()));

    private static Account account(Map<String, String> settings) {
        return new Account(
                "compatible",
                "openai-videos",
                Optional.of(URI.create("https://up.example/v1")),
                Map.of("api_key", "sk-dummy-0000000000000000"),
                settings);
    }

    private static SubmitAttempt boat() {
        return Attempts.of("A paper boat on a rainy street")
                .model("sora-2")
                .seconds(8)
                .size(1280, 720)
                .attempt();
    }

    @Nested
    class GivenASubmit {
        @Test
        void when_it_is_text_then_the_form_is_the_documented_one() throws Exception {
            var form =
                    new MultipartForm("----vgwBoundary0001")
                            .text("model", "sora-2")
                            .text("prompt", "A paper boat on a rainy street")
                            .text("seconds", "8")
                            .text("size", "1280x720");
            assertThat(form.contentType())
                    .isEqualTo("multipart/form-data; boundary=----vgwBoundary0001");
            assertThat(form.bytes()).hasSize(364);
            var hash = MessageDigest.getInstance("SHA-256").digest(form.bytes());
            assertThat(HexFormat.of().formatHex(hash))
                    .isEqualTo("f0a95718a55aa6b5ccb718e27feca7efeb2df27833d0d0b51193699de87a0dd4");

            var call = api.submit(boat(), List.of());
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.at()).isEqualTo("/videos");
            assertThat(call.headers())
                    .containsEntry("Authorization", "Bearer sk-dummy-0000000000000000");
            assertThat(call.headers().get("Content-Type"))
                    .startsWith("multipart/form-data; boundary=");
            assertThat(body(call))
                    .contains("name=\"seconds\"\r\n\r\n8\r\n", "name=\"size\"\r\n\r\n1280x720\r\n");
        }

        @Test
        void when_it_has_a_first_frame_then_that_is_a_file_with_its_type() {
            var attempt =
                    Attempts.of("a kite").picture(Mode.IMAGE, Role.FIRST_FRAME, "k").attempt();
            var picture = "picture".getBytes(StandardCharsets.UTF_8);
            var call =
                    api.submit(
                            attempt,
                            List.of(new InputFile(Role.FIRST_FRAME, "image/png", picture)));
            assertThat(body(call))
                    .contains("name=\"input_reference\"; filename=\"input.png\"")
                    .contains("Content-Type: image/png\r\n\r\npicture\r\n");
        }

        @Test
        void when_the_prompt_is_not_ascii_then_it_is_utf_8() {
            var call = api.submit(Attempts.of("纸船 ⛵").attempt(), List.of());
            assertThat(body(call)).contains("name=\"prompt\"\r\n\r\n纸船 ⛵\r\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"FRAMES", "REFERENCE", "VIDEO", "EXTENSION"})
        void when_it_cannot_make_that_then_nothing_is_sent(Mode mode) {
            var attempt = Attempts.of("a kite").mode(mode).attempt();
            assertThatThrownBy(() -> api.submit(attempt, List.of()))
                    .isInstanceOf(UnsupportedException.class);
        }

        @Test
        void when_it_is_taken_then_the_task_is_known() {
            assertThat(
                            submitted(
                                    200,
                                    """
                                    {"id":"video_0001","object":"video","model":"sora-2",
                                     "status":"queued","progress":0,"created_at":1767225600,
                                     "size":"1280x720","seconds":"8","error":null}
                                    """))
                    .isEqualTo(new Accepted(TASK, List.of()));
        }

        @ParameterizedTest
        @CsvSource({
            "400, moderation_blocked, CONTENT_POLICY",
            "400, sentinel_block, CONTENT_POLICY",
            "400, content_policy_violation, CONTENT_POLICY",
            "400, invalid_value, INVALID_INPUT",
            "422, missing_required_parameter, INVALID_INPUT"
        })
        void when_the_request_is_at_fault_then_it_is_refused(
                int status, String code, Reason reason) {
            assertThat(submitted(status, error(code)))
                    .isEqualTo(new Refused(new Failure(reason, "no such thing")));
        }

        @ParameterizedTest
        @CsvSource({
            "401, invalid_api_key",
            "403, unsupported_region",
            "404, model_not_found",
            "410, model_not_found",
            "429, insufficient_quota",
            "429, billing_hard_limit_reached",
            "400, billing_hard_limit_reached"
        })
        void when_the_operator_is_at_fault_then_the_account_is(int status, String code) {
            assertThat(submitted(status, error(code))).isInstanceOf(AccountRefused.class);
        }

        @Test
        void when_it_is_too_busy_then_it_says_how_long() {
            var answer = json(429, Map.of("retry-after", "7"), error("rate_limit_exceeded"));
            assertThat(api.submitted(boat(), answer))
                    .isEqualTo(new Busy("the provider is busy", Duration.ofSeconds(7)));
        }

        @ParameterizedTest
        @ValueSource(ints = {408, 409, 500, 502, 503, 504, 200, 301})
        void when_nothing_says_that_nothing_was_started_then_it_is_unknown(int status) {
            assertThat(submitted(status, "<html>oops</html>")).isInstanceOf(Unknown.class);
        }

        private SubmitAnswer submitted(int status, String body) {
            return api.submitted(boat(), json(status, body));
        }

        private static String error(String code) {
            return """
                   {"error":{"message":"no such thing","type":"invalid_request_error",
                             "param":null,"code":"%s"}}
                   """
                    .formatted(code);
        }
    }

    @Nested
    class GivenAPoll {
        @ParameterizedTest
        @CsvSource({"queued, 0", "pending, 0", "NOT_START, 0", "in_progress, 37", "Processing, 37"})
        void when_it_is_in_the_making_then_its_progress_is_told(String word, int progress) {
            assertThat(polled("{\"status\":\"%s\",\"progress\":37}".formatted(word)))
                    .isEqualTo(new Working(progress));
        }

        @Test
        void when_it_is_done_then_the_file_is_behind_content() {
            assertThat(
                            polled(
                                    """
                                    {"status":"completed","progress":100,"created_at":1767225600,
                                     "completed_at":1767225690,"expires_at":1767229290}
                                    """))
                    .isEqualTo(
                            new Finished(
                                    new ProviderFile("/videos/video_0001/content"),
                                    Duration.ofSeconds(90)));
            var fetch = api.fetch(new ProviderFile("/videos/video_0001/content"));
            assertThat(fetch.headers())
                    .containsEntry("Authorization", "Bearer sk-dummy-0000000000000000");
        }

        @Test
        void when_the_account_names_a_member_then_the_file_is_there_and_no_key_is_shown() {
            var other = new OpenAiVideosApi(account(Map.of("url_member", "/output/url")));
            var answer =
                    json(
                            200,
                            """
                            {"status":"succeeded","output":{"url":"https://cdn.example/v.mp4"}}
                            """);
            var file = new ProviderFile("https://cdn.example/v.mp4");
            assertThat(other.polled(TASK, answer)).isEqualTo(new Finished(file));
            assertThat(other.fetch(file).headers()).isEmpty();
        }

        @Test
        void when_it_failed_then_the_reason_is_the_upstreams() {
            assertThat(
                            polled(
                                    """
                                    {"status":"failed","error":{"code":"moderation_blocked",
                                     "message":"Your request was blocked by our moderation system."}}
                                    """))
                    .isEqualTo(
                            new GaveUp(
                                    new Failure(
                                            Reason.CONTENT_POLICY,
                                            "Your request was blocked by our moderation system.")));
            assertThat(polled("{\"status\":\"failed\",\"error\":{\"code\":\"internal_error\"}}"))
                    .isEqualTo(
                            new GaveUp(
                                    new Failure(
                                            Reason.PROVIDER_ERROR,
                                            "the render failed at the provider")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"status\":\"dreaming\"}", "{}", "[]", "null", "oops", ""})
        void when_it_says_nothing_that_is_known_then_the_job_goes_on(String body) {
            assertThat(polled(body)).isInstanceOf(NoAnswer.class);
        }

        @Test
        void when_the_task_is_not_known_then_only_the_deadline_ends_the_job() {
            assertThat(api.polled(TASK, json(404, "{}"))).isInstanceOf(NoAnswer.class);
        }

        private Object polled(String body) {
            return api.polled(TASK, json(200, body));
        }
    }

    @Test
    void when_the_key_is_missing_then_the_account_says_so() {
        var base = Optional.of(URI.create("https://up.example/v1"));
        var keyless = new Account("c", "openai-videos", base, Map.of(), Map.of());
        assertThatThrownBy(() -> new OpenAiVideosApi(keyless))
                .isInstanceOfSatisfying(
                        InvalidAccountException.class,
                        e -> assertThat(e.param()).isEqualTo("secrets.api_key"));
    }

    @Test
    void when_the_base_is_missing_then_the_account_says_so() {
        var nowhere =
                new Account(
                        "c", "openai-videos", Optional.empty(), Map.of("api_key", "x"), Map.of());
        assertThatThrownBy(() -> new OpenAiVideosApi(nowhere))
                .isInstanceOfSatisfying(
                        InvalidAccountException.class,
                        e -> assertThat(e.param()).isEqualTo("base_url"));
    }
}
