package dev.reelay.worker.provider.alibaba;

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
import dev.reelay.worker.provider.api.UnsupportedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Literals are those of the documented contract.
class WanApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ProviderTask TASK =
            new ProviderTask("0385dc79-5ff8-4d82-bcb6-000000000002");
    private static final String PICTURE = "data:image/png;base64,YQ==";

    private final WanApi api =
            new WanApi(
                    new Account(
                            "wan",
                            "alibaba",
                            Optional.empty(),
                            Map.of("api_key", "sk-dummy0123456789abcdef0123456789abcd"),
                            Map.of()));

    private static InputFile picture(Role role) {
        return new InputFile(role, "image/png", "a".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void when_it_is_text_for_an_older_model_then_its_size_has_an_asterisk() throws Exception {
        var attempt =
                Attempts.of("A paper boat drifts over a pond")
                        .model("wan2.6-t2v")
                        .seconds(5)
                        .negative("blur")
                        .seed(42)
                        .attempt();
        var call = api.submit(attempt, List.of());
        assertThat(call.at()).isEqualTo("/api/v1/services/aigc/video-generation/video-synthesis");
        assertThat(call.headers())
                .containsEntry("Authorization", "Bearer sk-dummy0123456789abcdef0123456789abcd")
                .containsEntry("X-DashScope-Async", "enable");
        assertThat(JSON.readTree(body(call)))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"model":"wan2.6-t2v",
                                 "input":{"prompt":"A paper boat drifts over a pond",
                                          "negative_prompt":"blur"},
                                 "parameters":{"size":"1280*720","duration":5,
                                               "watermark":false,"seed":42}}
                                """));
    }

    @Test
    void when_it_is_an_image_for_an_older_model_then_it_has_a_tier_and_says_whether_it_sounds()
            throws Exception {
        var attempt =
                Attempts.of("She turns and smiles")
                        .model("wan2.5-i2v-preview")
                        .seconds(10)
                        .mode(Mode.IMAGE)
                        .attempt();
        assertThat(JSON.readTree(body(api.submit(attempt, List.of(picture(Role.FIRST_FRAME))))))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"model":"wan2.5-i2v-preview",
                                 "input":{"prompt":"She turns and smiles","img_url":"%s"},
                                 "parameters":{"resolution":"720P","audio":false,"duration":10,
                                               "watermark":false}}
                                """
                                        .formatted(PICTURE)));
    }

    @Test
    void when_it_is_for_2_7_then_pictures_are_media() throws Exception {
        var attempt =
                Attempts.of("Dusk falls")
                        .model("wan2.7")
                        .seconds(8)
                        .tier("1080p", "16:9")
                        .mode(Mode.FRAMES)
                        .attempt();
        var call =
                api.submit(attempt, List.of(picture(Role.FIRST_FRAME), picture(Role.LAST_FRAME)));
        assertThat(JSON.readTree(body(call)))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"model":"wan2.7-i2v",
                                 "input":{"prompt":"Dusk falls","media":[
                                   {"type":"first_frame","url":"%s"},
                                   {"type":"last_frame","url":"%s"}]},
                                 "parameters":{"resolution":"1080P","duration":8,
                                               "watermark":false}}
                                """
                                        .formatted(PICTURE, PICTURE)));
    }

    @Test
    void when_it_is_an_old_model_of_two_frames_then_it_has_its_own_path() throws Exception {
        var attempt = Attempts.of("a kite").model("wan2.2-kf2v-flash").mode(Mode.FRAMES).attempt();
        var call =
                api.submit(attempt, List.of(picture(Role.FIRST_FRAME), picture(Role.LAST_FRAME)));
        assertThat(call.at()).isEqualTo("/api/v1/services/aigc/image2video/video-synthesis");
        var sent = JSON.readTree(body(call));
        assertThat(sent.at("/input/first_frame_url").asText()).isEqualTo(PICTURE);
        assertThat(sent.at("/input/last_frame_url").asText()).isEqualTo(PICTURE);
        assertThat(sent.at("/parameters").has("duration")).isFalse(); // fixed at 5
    }

    @Test
    void when_it_cannot_make_that_then_nothing_is_sent() {
        var frames = Attempts.of("a kite").model("wan2.6").mode(Mode.FRAMES).attempt();
        var two = List.of(picture(Role.FIRST_FRAME), picture(Role.LAST_FRAME));
        assertThatThrownBy(() -> api.submit(frames, two)).isInstanceOf(UnsupportedException.class);
        var wide = Attempts.of("a kite").model("wan2.6").tier("720p", "21:9").attempt();
        assertThatThrownBy(() -> api.submit(wide, List.of()))
                .isInstanceOf(UnsupportedException.class);
    }

    @Test
    void when_it_is_taken_then_the_task_is_known() {
        assertThat(
                        submitted(
                                200,
                                """
                                {"request_id":"4909100c","output":{
                                 "task_id":"0385dc79-5ff8-4d82-bcb6-000000000002",
                                 "task_status":"PENDING"}}
                                """))
                .isEqualTo(new Accepted(TASK, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidParameter, INVALID_INPUT", "400, InvalidURL.Timeout, INVALID_INPUT",
        "400, DataInspectionFailed, CONTENT_POLICY", "400, IPInfringementSuspect, CONTENT_POLICY"
    })
    void when_the_request_is_at_fault_then_it_is_refused(int status, String code, Reason reason) {
        assertThat(submitted(status, error(code)))
                .isEqualTo(new Refused(new Failure(reason, "the words")));
    }

    @Test
    void when_somebody_else_is_at_fault_then_the_code_says_who() {
        assertThat(submitted(400, error("Arrearage"))).isInstanceOf(AccountRefused.class);
        assertThat(submitted(401, error("InvalidApiKey"))).isInstanceOf(AccountRefused.class);
        assertThat(submitted(403, error("AccessDenied.Unpurchased")))
                .isInstanceOf(AccountRefused.class);
        assertThat(submitted(429, error("Throttling.AllocationQuota")))
                .isInstanceOf(AccountRefused.class);
        assertThat(submitted(429, error("Throttling.RateQuota"))).isInstanceOf(Busy.class);
        assertThat(submitted(503, error("ModelServingError"))).isInstanceOf(Busy.class);
        assertThat(submitted(500, error("InternalError.Algo"))).isInstanceOf(Unknown.class);
    }

    private Object submitted(int status, String body) {
        return api.submitted(Attempts.of("x").attempt(), json(status, body));
    }

    private static String error(String code) {
        return "{\"request_id\":\"r\",\"code\":\"%s\",\"message\":\"the words\"}".formatted(code);
    }

    @Test
    void when_it_is_polled_then_each_state_has_its_meaning() {
        assertThat(polled("\"task_status\":\"PENDING\"")).isEqualTo(new Working(0));
        assertThat(polled("\"task_status\":\"RUNNING\"")).isEqualTo(new Working(-1));
        assertThat(
                        polled(
                                "\"task_status\":\"SUCCEEDED\","
                                        + "\"submit_time\":\"2025-01-15 16:15:30.123\","
                                        + "\"end_time\":\"2025-01-15 16:17:42.004\","
                                        + "\"video_url\":\"https://oss.example/o.mp4?Expires=1\""))
                .isEqualTo(
                        new Finished(
                                new ProviderFile("https://oss.example/o.mp4?Expires=1"),
                                Duration.ofMillis(131_881)));
        assertThat(
                        polled(
                                "\"task_status\":\"FAILED\",\"code\":\"DataInspectionFailed\","
                                        + "\"message\":\"the words\""))
                .isEqualTo(new GaveUp(new Failure(Reason.CONTENT_POLICY, "the words")));
        assertThat(polled("\"task_status\":\"CANCELED\""))
                .isEqualTo(new GaveUp(new Failure(Reason.CANCELLED, "the task was cancelled")));
        assertThat(polled("\"task_status\":\"UNKNOWN\"")).isInstanceOf(NoAnswer.class);
    }

    private Object polled(String members) {
        return api.polled(TASK, json(200, "{\"output\":{%s}}".formatted(members)));
    }

    private static InputFile clip() {
        return new InputFile(Role.VIDEO, "video/quicktime", new byte[1])
                .linked("https://video.example.com/inputs/x");
    }

    @Test
    void when_it_has_a_clip_then_that_is_fetched_from_its_address() throws Exception {
        var latest = Attempts.of("Dusk falls").model("wan2.7-r2v").seconds(5).mode(Mode.VIDEO);
        var call = api.submit(latest.attempt(), List.of(clip()));
        assertThat(JSON.readTree(body(call)).at("/input/media"))
                .isEqualTo(
                        JSON.readTree(
                                """
                                [{"type":"reference_video","url":"https://video.example.com/inputs/x"}]
                                """));
        assertThat(JSON.readTree(body(call)).at("/parameters/ratio").asText()).isEqualTo("16:9");

        var older = Attempts.of("Dusk falls").model("wan2.6-r2v").seconds(5).mode(Mode.VIDEO);
        assertThat(
                        JSON.readTree(body(api.submit(older.attempt(), List.of(clip()))))
                                .at("/input/reference_urls/0")
                                .asText())
                .isEqualTo("https://video.example.com/inputs/x");
    }

    @Test
    void when_the_model_takes_no_references_or_nothing_else_then_it_is_refused() {
        var references = List.of(picture(Role.REFERENCE));
        var frames = Attempts.of("Dusk falls").model("wan2.7-i2v").mode(Mode.REFERENCE).attempt();
        assertThatThrownBy(() -> api.submit(frames, references))
                .isInstanceOf(UnsupportedException.class);
        var text = Attempts.of("Dusk falls").model("wan2.7-r2v").mode(Mode.TEXT).attempt();
        assertThatThrownBy(() -> api.submit(text, List.of()))
                .isInstanceOf(UnsupportedException.class);
    }
}
