package dev.reelay.worker.provider.google;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Literals are those of the documented contract.
class OmniApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ATTEMPT = "0190a000-0000-7000-8000-000000000001";
    private static final ProviderTask TASK = new ProviderTask("v1_dummy0001");
    private static final String FILE =
            "https://generativelanguage.googleapis.com/v1beta/files/f0002:download?alt=media";

    private final OmniApi api =
            new OmniApi(
                    new Account(
                            "google-main",
                            "google",
                            Optional.empty(),
                            Map.of("api_key", "AIzaDummy"),
                            Map.of()));

    private static InputFile input(Role role, String type) {
        return new InputFile(role, type, "a".getBytes(StandardCharsets.UTF_8));
    }

    private static Attempts asked() {
        return Attempts.of("The boat drifts away")
                .id(ATTEMPT)
                .model("gemini-omni-1.1-flash")
                .seconds(8)
                .tier("720p", "16:9");
    }

    @Nested
    class GivenASubmit {
        @Test
        void when_it_is_a_first_frame_then_a_tag_ties_it_to_its_role() throws Exception {
            var attempt =
                    asked().mode(Mode.IMAGE)
                            .seed(42)
                            .callback(URI.create("https://gw.example.com/cb/google/1"))
                            .attempt();
            var call = api.submit(attempt, List.of(input(Role.FIRST_FRAME, "image/png")));
            assertThat(call.at()).isEqualTo("/v1beta/interactions");
            assertThat(call.headers()).containsEntry("x-goog-api-key", "AIzaDummy");
            assertThat(JSON.readTree(body(call)))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"model":"gemini-omni-1.1-flash",
                                     "input":[{"type":"text",
                                               "text":"<FIRST_FRAME> The boat drifts away"},
                                              {"type":"image","mime_type":"image/png",
                                               "data":"YQ=="}],
                                     "background":true,"store":true,
                                     "response_format":{"type":"video","aspect_ratio":"16:9",
                                       "resolution":"720p","duration":"8s","delivery":"uri"},
                                     "generation_config":{"seed":42,
                                       "video_config":{"task":"image_to_video"}},
                                     "labels":{"attempt":"%s"},
                                     "webhook_config":
                                       {"uris":["https://gw.example.com/cb/google/1"]}}
                                    """
                                            .formatted(ATTEMPT)));
            assertThat(api.takes(attempt)).containsExactly(Hint.SEED);
        }

        @ParameterizedTest
        @CsvSource({
            "TEXT, , text_to_video, The boat drifts away",
            "REFERENCE, REFERENCE, reference_to_video, <IMAGE_REF_1> The boat drifts away",
            "VIDEO, VIDEO, edit, <VIDEO_REF_1> The boat drifts away"
        })
        void when_the_mode_is_another_then_so_is_the_task(
                Mode mode, Role role, String task, String text) throws Exception {
            var type = role == Role.VIDEO ? "video/mp4" : "image/jpeg";
            var inputs = role == null ? List.<InputFile>of() : List.of(input(role, type));
            var sent = JSON.readTree(body(api.submit(asked().mode(mode).attempt(), inputs)));
            assertThat(sent.at("/generation_config/video_config/task").asText()).isEqualTo(task);
            assertThat(sent.at("/input/0/text").asText()).isEqualTo(text);
        }

        @Test
        void when_it_is_the_newer_model_then_it_may_be_longer() {
            var longer = asked().seconds(15).tier("4K", "9:16");
            var call = api.submit(longer.model("gemini-omni-1.2-flash").attempt(), List.of());
            assertThat(body(call)).contains("\"15s\"", "\"4k\"");
            assertThatThrownBy(
                            () ->
                                    api.submit(
                                            longer.model("gemini-omni-1.1-flash").attempt(),
                                            List.of()))
                    .isInstanceOf(UnsupportedException.class);
        }

        @ParameterizedTest
        @CsvSource({
            "gemini-omni-1.1-flash, TEXT, 2, 720p, 16:9",
            "gemini-omni-1.1-flash, TEXT, 8, 480p, 16:9",
            "gemini-omni-1.1-flash, TEXT, 8, 720p, 1:1",
            "gemini-omni-1.1-flash, EXTENSION, 8, 720p, 16:9",
            "veo-3.1-generate-001, TEXT, 8, 720p, 16:9"
        })
        void when_it_cannot_be_made_then_nothing_is_sent(
                String model, Mode mode, int seconds, String tier, String ratio) {
            var attempt = asked().model(model).mode(mode).seconds(seconds).tier(tier, ratio);
            assertThatThrownBy(() -> api.submit(attempt.attempt(), List.of()))
                    .isInstanceOf(UnsupportedException.class);
        }

        @Test
        void when_a_picture_is_webp_then_it_is_refused() {
            assertThatThrownBy(
                            () ->
                                    api.submit(
                                            asked().mode(Mode.IMAGE).attempt(),
                                            List.of(input(Role.FIRST_FRAME, "image/webp"))))
                    .isInstanceOf(UnsupportedException.class);
        }
    }

    @Nested
    class GivenTheAnswerToASubmit {
        private SubmitAnswer submitted(int status, String body) {
            return api.submitted(asked().attempt(), json(status, body));
        }

        private SubmitAnswer refused(int code, String status, String words, String details) {
            return submitted(
                    code,
                    """
                    {"error":{"code":%d,"message":"%s","status":"%s","details":[%s]}}
                    """
                            .formatted(code, words, status, details));
        }

        @Test
        void when_it_has_an_id_then_it_is_taken() {
            assertThat(
                            submitted(
                                    200,
                                    """
                                    {"id":"v1_dummy0001","object":"interaction",
                                     "status":"in_progress","steps":[]}
                                    """))
                    .isEqualTo(new Accepted(TASK, List.of()));
        }

        @Test
        void when_the_request_is_at_fault_then_words_tell_content_from_the_rest() {
            assertThat(refused(400, "INVALID_ARGUMENT", "duration is wrong", ""))
                    .isEqualTo(new Refused(new Failure(Reason.INVALID_INPUT, "duration is wrong")));
            assertThat(refused(400, "INVALID_ARGUMENT", "It violates our usage guidelines.", ""))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            no ->
                                    assertThat(no.failure().reason())
                                            .isEqualTo(Reason.CONTENT_POLICY));
        }

        @Test
        void when_the_account_is_at_fault_then_it_is_refused() {
            assertThat(
                            refused(
                                    400,
                                    "INVALID_ARGUMENT",
                                    "API key not valid.",
                                    "{\"reason\":\"API_KEY_INVALID\"}"))
                    .isInstanceOf(AccountRefused.class);
            assertThat(refused(400, "FAILED_PRECONDITION", "enable billing", ""))
                    .isInstanceOf(AccountRefused.class);
            assertThat(refused(403, "PERMISSION_DENIED", "no", ""))
                    .isInstanceOf(AccountRefused.class);
            assertThat(refused(404, "NOT_FOUND", "is no longer available", ""))
                    .isInstanceOf(AccountRefused.class);
            assertThat(refused(429, "RESOURCE_EXHAUSTED", "check your plan and billing", ""))
                    .isInstanceOf(AccountRefused.class);
        }

        @Test
        void when_it_is_busy_then_the_details_say_how_long() {
            var wait =
                    "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34s\"}";
            var busy = new Busy("the provider is busy", Duration.ofSeconds(34));
            assertThat(refused(429, "RESOURCE_EXHAUSTED", "exhausted", wait)).isEqualTo(busy);
            assertThat(
                            submitted(
                                    429,
                                    "[{\"error\":{\"message\":\"x\",\"details\":[" + wait + "]}}]"))
                    .isEqualTo(busy);
            assertThat(
                            refused(
                                    400,
                                    "FAILED_PRECONDITION",
                                    "Service agents are being provisioned.",
                                    ""))
                    .isInstanceOf(Busy.class);
        }

        @ParameterizedTest
        @ValueSource(ints = {499, 500, 503, 504})
        void when_google_is_at_fault_then_it_is_unknown(int status) {
            assertThat(refused(status, "INTERNAL", "no", "")).isInstanceOf(Unknown.class);
        }
    }

    @Nested
    class GivenAPoll {
        private PollAnswer polled(String rest) {
            return api.polled(TASK, json(200, "{\"id\":\"v1_dummy0001\"," + rest + "}"));
        }

        private static String completed(String content) {
            return """
                   "status":"completed","steps":[
                    {"type":"user_input","content":[{"type":"text","text":"x"}]},
                    {"type":"model_output","content":[%s]}]
                   """
                    .formatted(content);
        }

        private static String video(String uri) {
            return "{\"type\":\"video\",\"mime_type\":\"video/mp4\",\"uri\":\"" + uri + "\"}";
        }

        @Test
        void when_it_is_under_way_then_it_says_so() {
            assertThat(api.poll(TASK).at()).isEqualTo("/v1beta/interactions/v1_dummy0001");
            assertThat(polled("\"status\":\"queued\"")).isEqualTo(new Working(0));
            assertThat(polled("\"status\":\"in_progress\"")).isEqualTo(new Working(-1));
            assertThat(polled("\"status\":\"dreaming\"")).isInstanceOf(NoAnswer.class);
            assertThat(api.polled(TASK, json(404, "{}"))).isInstanceOf(NoAnswer.class);
        }

        @Test
        void when_it_is_completed_then_its_file_is_asked_for_its_state() {
            var done = json(200, "{" + completed(video(FILE)) + "}");
            var call = api.result(TASK, done).orElseThrow();
            assertThat(call.at()).isEqualTo("/v1beta/files/f0002");
            assertThat(call.headers()).containsEntry("x-goog-api-key", "AIzaDummy");
        }

        @Test
        void when_the_file_is_elsewhere_then_it_is_fetched_without_the_key() {
            var elsewhere = "https://storage.example/o.mp4";
            var done = json(200, "{" + completed(video(elsewhere)) + "}");
            assertThat(api.result(TASK, done)).isEmpty();
            assertThat(api.polled(TASK, done)).isEqualTo(new Finished(new ProviderFile(elsewhere)));
            assertThat(api.fetch(new ProviderFile(elsewhere)).headers()).isEmpty();
        }

        @Test
        void when_it_is_completed_without_a_video_then_it_was_held_back() {
            assertThat(polled(completed("{\"type\":\"text\",\"text\":\"I cannot\"}")))
                    .isInstanceOfSatisfying(
                            GaveUp.class,
                            no ->
                                    assertThat(no.failure().reason())
                                            .isEqualTo(Reason.CONTENT_POLICY));
        }

        @ParameterizedTest
        @CsvSource({
            "failed, blocked by the safety policy, CONTENT_POLICY",
            "failed, Internal error, PROVIDER_ERROR",
            "incomplete, x, PROVIDER_ERROR",
            "budget_exceeded, x, PROVIDER_ERROR",
            "requires_action, x, PROVIDER_ERROR"
        })
        void when_it_failed_then_its_words_say_why(String word, String words, Reason why) {
            assertThat(
                            polled(
                                    "\"status\":\"%s\",\"errors\":[{\"code\":1,\"message\":\"%s\"}]"
                                            .formatted(word, words)))
                    .isEqualTo(new GaveUp(new Failure(why, words)));
        }

        @Test
        void when_it_was_cancelled_then_it_says_so() {
            assertThat(polled("\"status\":\"cancelled\""))
                    .isInstanceOfSatisfying(
                            GaveUp.class,
                            no -> assertThat(no.failure().reason()).isEqualTo(Reason.CANCELLED));
        }
    }

    @Nested
    class GivenTheStateOfAFile {
        private PollAnswer resulted(int status, String body) {
            return api.resulted(TASK, json(status, body));
        }

        @Test
        void when_it_is_active_then_it_is_fetched_with_the_key() {
            var file = new ProviderFile("/v1beta/files/f0002:download?alt=media");
            assertThat(resulted(200, "{\"name\":\"files/f0002\",\"state\":\"ACTIVE\"}"))
                    .isEqualTo(new Finished(file));
            assertThat(api.fetch(file).headers()).containsEntry("x-goog-api-key", "AIzaDummy");
        }

        @Test
        void when_it_is_not_there_yet_then_no_job_ends() {
            assertThat(resulted(200, "{\"name\":\"files/f0002\",\"state\":\"PROCESSING\"}"))
                    .isEqualTo(new Working(-1));
            assertThat(resulted(404, "{}")).isInstanceOf(NoAnswer.class);
            assertThat(resulted(200, "{\"name\":\"../x\",\"state\":\"ACTIVE\"}"))
                    .isInstanceOf(NoAnswer.class);
        }

        @Test
        void when_it_failed_then_so_did_the_task() {
            assertThat(resulted(200, "{\"name\":\"files/f0002\",\"state\":\"FAILED\"}"))
                    .isInstanceOf(GaveUp.class);
        }
    }

    @Test
    void when_it_is_to_stop_then_it_is_asked_to() {
        assertThat(api.cancel(TASK).orElseThrow().at())
                .isEqualTo("/v1beta/interactions/v1_dummy0001/cancel");
    }
}
