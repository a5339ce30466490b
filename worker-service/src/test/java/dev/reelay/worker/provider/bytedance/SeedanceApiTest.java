package dev.reelay.worker.provider.bytedance;

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
import dev.reelay.worker.provider.FindAnswer;
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
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Literals are those of the documented contract.
class SeedanceApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "0190a000-0000-7000-8000-000000000001";
    private static final ProviderTask TASK = new ProviderTask("cgt-20260115161530-t8rzv");

    private final SeedanceApi api = new SeedanceApi(account(Map.of()));

    private static Account account(Map<String, String> settings) {
        return new Account(
                "ark",
                "bytedance",
                Optional.empty(),
                Map.of("api_key", "00000000-dummy-0000-0000-arkkey000001"),
                settings);
    }

    private static InputFile picture(Role role) {
        return new InputFile(role, "image/png", "a".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void when_it_has_two_frames_then_both_have_their_roles() throws Exception {
        var attempt =
                Attempts.of("A slow orbit around a ceramic cup")
                        .id(ID)
                        .model("doubao-seedance-1-5-pro-251215")
                        .seconds(5)
                        .seed(0)
                        .mode(Mode.FRAMES)
                        .callback(URI.create("https://gw.example.com/cb/ark/3f9c"))
                        .attempt();
        var call =
                api.submit(attempt, List.of(picture(Role.FIRST_FRAME), picture(Role.LAST_FRAME)));
        assertThat(call.at()).isEqualTo("/contents/generations/tasks");
        assertThat(call.headers())
                .containsEntry("Authorization", "Bearer 00000000-dummy-0000-0000-arkkey000001");
        assertThat(JSON.readTree(body(call)))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"model":"doubao-seedance-1-5-pro-251215",
                                 "content":[
                                  {"type":"text","text":"A slow orbit around a ceramic cup"},
                                  {"type":"image_url","role":"first_frame",
                                   "image_url":{"url":"data:image/png;base64,YQ=="}},
                                  {"type":"image_url","role":"last_frame",
                                   "image_url":{"url":"data:image/png;base64,YQ=="}}],
                                 "resolution":"720p","ratio":"16:9","duration":5,"seed":0,
                                 "generate_audio":false,"watermark":false,
                                 "execution_expires_after":3600,
                                 "safety_identifier":"%s",
                                 "callback_url":"https://gw.example.com/cb/ark/3f9c"}
                                """
                                        .formatted(ID)));
    }

    @Test
    void when_a_prompt_holds_switches_then_they_lose_their_meaning() throws Exception {
        var attempt =
                Attempts.of("a kite --rs 1080p --duration 12 -- or not")
                        .model("doubao-seedance-1-0-pro-250528")
                        .attempt();
        var sent = JSON.readTree(body(api.submit(attempt, List.of())));
        assertThat(sent.at("/content/0/text").asText())
                .isEqualTo("a kite —rs 1080p —duration 12 -- or not");
        assertThat(sent.has("generate_audio")).isFalse(); // an error on 1.0
    }

    @ParameterizedTest
    @CsvSource({
        "doubao-seedance-1-5-pro-251215, seedance-1-5-pro-251215",
        "doubao-seedance-2-0-260128, dreamina-seedance-2-0-260128"
    })
    void when_the_account_is_at_byteplus_then_models_have_their_names_there(
            String ours, String theirs) throws Exception {
        var bytePlus = new SeedanceApi(account(Map.of("platform", "byteplus")));
        var call = bytePlus.submit(Attempts.of("a kite").model(ours).attempt(), List.of());
        assertThat(JSON.readTree(body(call)).path("model").asText()).isEqualTo(theirs);
    }

    @Test
    void when_it_is_taken_then_the_task_is_known() {
        assertThat(submitted(200, "{\"id\":\"cgt-20260115161530-t8rzv\"}"))
                .isEqualTo(new Accepted(TASK, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidParameter.duration, INVALID_INPUT",
        "400, MissingParameter, INVALID_INPUT",
        "400, InputImageSensitiveContentDetected.PrivacyInformation, CONTENT_POLICY",
        "400, SensitiveContentDetected.Violence, CONTENT_POLICY"
    })
    void when_the_request_is_at_fault_then_it_is_refused(int status, String code, Reason reason) {
        assertThat(submitted(status, error(code)))
                .isEqualTo(new Refused(new Failure(reason, "the words")));
    }

    @ParameterizedTest
    @CsvSource({
        "401, AuthenticationError", "403, AccountOverdueError", "403, OperationDenied.Other",
        "404, ModelNotOpen", "404, InvalidEndpointOrModel.NotFound", "429, SetLimitExceeded"
    })
    void when_the_operator_is_at_fault_then_the_account_is(int status, String code) {
        assertThat(submitted(status, error(code))).isInstanceOf(AccountRefused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "429, RateLimitExceeded.EndpointRPMExceeded", "429, ServerOverloaded",
        "429, QuotaExceeded", "400, InvalidEndpoint.ClosedEndpoint"
    })
    void when_it_is_busy_then_nothing_was_started(int status, String code) {
        assertThat(submitted(status, error(code))).isInstanceOf(Busy.class);
    }

    @Test
    void when_it_broke_then_it_is_unknown() {
        assertThat(submitted(500, error("InternalServiceError"))).isInstanceOf(Unknown.class);
        assertThat(submitted(502, "<html>")).isInstanceOf(Unknown.class);
    }

    private SubmitAnswer submitted(int status, String body) {
        return api.submitted(Attempts.of("x").attempt(), json(status, body));
    }

    private static String error(String code) {
        return """
               {"error":{"code":"%s","message":"the words","param":"x","type":"BadRequest"}}
               """
                .formatted(code);
    }

    @Test
    void when_it_is_polled_then_each_state_has_its_meaning() {
        assertThat(polled("{\"status\":\"queued\"}")).isEqualTo(new Working(0));
        assertThat(polled("{\"status\":\"running\"}")).isEqualTo(new Working(-1));
        assertThat(
                        polled(
                                """
                                {"id":"cgt-20260115161530-t8rzv","status":"succeeded","error":null,
                                 "created_at":1768464930,"updated_at":1768465012,
                                 "content":{"video_url":"https://ark.example/out.mp4?X-Tos=x",
                                            "last_frame_url":"https://ark.example/last.png"}}
                                """))
                .isEqualTo(
                        new Finished(
                                new ProviderFile("https://ark.example/out.mp4?X-Tos=x"),
                                Duration.ofSeconds(82)));
        assertThat(
                        polled(
                                """
                                {"status":"failed","error":{"message":"the words",
                                 "code":"OutputVideoSensitiveContentDetected"}}
                                """))
                .isEqualTo(new GaveUp(new Failure(Reason.CONTENT_POLICY, "the words")));
        assertThat(polled("{\"status\":\"expired\"}")).isInstanceOf(GaveUp.class);
        assertThat(polled("{\"status\":\"cancelled\"}"))
                .isEqualTo(new GaveUp(new Failure(Reason.CANCELLED, "the task was cancelled")));
        assertThat(polled("{\"status\":\"succeeded\"}")).isInstanceOf(NoAnswer.class);
        assertThat(polled("{\"status\":\"dreaming\"}")).isInstanceOf(NoAnswer.class);
    }

    private Object polled(String body) {
        return api.polled(TASK, json(200, body));
    }

    @Test
    void when_an_answer_was_lost_then_the_list_shows_our_identifier() {
        var attempt = Attempts.of("x").id(ID).attempt();
        var list =
                """
                {"items":[{"id":"cgt-1","safety_identifier":"other"},
                          {"id":"cgt-20260115161530-t8rzv","safety_identifier":"%s"}],"total":2}
                """
                        .formatted(ID);
        assertThat(api.found(attempt, json(200, list))).isEqualTo(new FindAnswer.Found(TASK));
        assertThat(api.found(attempt, json(200, "{\"items\":[],\"total\":0}")))
                .isEqualTo(new FindAnswer.NotThere());
    }

    @Test
    void when_the_platform_is_another_then_the_account_says_so() {
        assertThatThrownBy(() -> new SeedanceApi(account(Map.of("platform", "mars"))))
                .isInstanceOf(InvalidAccountException.class);
    }

    private static InputFile clip(String type) {
        return new InputFile(Role.VIDEO, type, "a".getBytes(StandardCharsets.UTF_8));
    }

    private static Attempts second(Mode mode) {
        return Attempts.of("a kite").model("doubao-seedance-2-0-260128").seconds(5).mode(mode);
    }

    @Test
    void when_it_has_a_clip_then_that_is_fetched_from_its_address() throws Exception {
        var clip = clip("video/mp4").linked("https://video.example.com/inputs/x");
        var call = api.submit(second(Mode.VIDEO).attempt(), List.of(clip));
        assertThat(JSON.readTree(body(call)).at("/content/1"))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"type":"video_url","role":"reference_video",
                                 "video_url":{"url":"https://video.example.com/inputs/x"}}
                                """));
    }

    @Test
    void when_a_clip_has_no_address_or_is_of_another_kind_then_it_is_refused() {
        var attempt = second(Mode.VIDEO).attempt();
        assertThatThrownBy(() -> api.submit(attempt, List.of(clip("video/mp4"))))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("public address");
        var webm = clip("video/webm").linked("https://video.example.com/inputs/x");
        assertThatThrownBy(() -> api.submit(attempt, List.of(webm)))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("MP4 or MOV");
    }

    @Test
    void when_there_are_references_then_up_to_nine_and_with_the_second_generation() {
        var nine = Collections.nCopies(9, picture(Role.REFERENCE));
        var asked = second(Mode.REFERENCE);
        for (var each = 0; each < 9; each++) {
            asked.picture(Mode.REFERENCE, Role.REFERENCE, "inputs/" + each);
        }
        assertThat(api.submit(asked.attempt(), nine).at()).isEqualTo("/contents/generations/tasks");
        var ten = asked.picture(Mode.REFERENCE, Role.REFERENCE, "inputs/9").attempt();
        assertThatThrownBy(() -> api.submit(ten, nine)).isInstanceOf(UnsupportedException.class);
        var first = Attempts.of("a kite").model("doubao-seedance-1-5-pro-251215");
        var earlier = first.seconds(5).mode(Mode.REFERENCE).attempt();
        assertThatThrownBy(() -> api.submit(earlier, nine))
                .isInstanceOf(UnsupportedException.class);
    }
}
