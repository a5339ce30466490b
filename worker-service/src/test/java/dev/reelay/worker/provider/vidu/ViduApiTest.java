package dev.reelay.worker.provider.vidu;

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
import dev.reelay.worker.provider.api.InputFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Literals are those of the documented contract.
class ViduApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "0190a000-0000-7000-8000-000000000001";
    private static final ProviderTask TASK = new ProviderTask("801234567890123456");

    private final ViduApi api =
            new ViduApi(
                    new Account(
                            "vidu-main",
                            "vidu",
                            Optional.empty(),
                            Map.of("api_key", "vda_dummy_0123456789abcdef"),
                            Map.of()));

    private static InputFile picture(Role role) {
        return new InputFile(role, "image/png", "a".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void when_it_is_text_then_the_scheme_is_token() throws Exception {
        var attempt =
                Attempts.of("A paper boat on a pond")
                        .id(ID)
                        .model("viduq1")
                        .seconds(5)
                        .seed(7)
                        .tier("1080p", "16:9")
                        .callback(URI.create("https://gw.example.com/cb/vidu/1"))
                        .attempt();
        var call = api.submit(attempt, List.of());
        assertThat(call.at()).isEqualTo("/ent/v2/text2video");
        assertThat(call.headers())
                .containsEntry("Authorization", "Token vda_dummy_0123456789abcdef");
        assertThat(JSON.readTree(body(call)))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"model":"viduq1","prompt":"A paper boat on a pond","duration":5,
                                 "resolution":"1080p","payload":"%s","aspect_ratio":"16:9",
                                 "seed":7,"callback_url":"https://gw.example.com/cb/vidu/1"}
                                """
                                        .formatted(ID)));
    }

    @ParameterizedTest
    @CsvSource({
        "IMAGE, viduq2, img2video, viduq2-turbo", "FRAMES, viduq2, start-end2video, viduq2-turbo",
        "REFERENCE, viduq2, reference2video, viduq2", "IMAGE, viduq3-pro, img2video, viduq3-pro"
    })
    void when_it_has_pictures_then_the_mode_chooses_the_path(
            Mode mode, String model, String path, String sentAs) throws Exception {
        var attempt = Attempts.of("She smiles").model(model).mode(mode).attempt();
        var call = api.submit(attempt, List.of(picture(Role.FIRST_FRAME)));
        var sent = JSON.readTree(body(call));
        assertThat(call.at()).isEqualTo("/ent/v2/" + path);
        assertThat(sent.path("model").asText()).isEqualTo(sentAs);
        assertThat(sent.at("/images/0").asText()).isEqualTo("data:image/png;base64,YQ==");
        assertThat(sent.has("aspect_ratio")).isEqualTo(mode == Mode.REFERENCE);
        assertThat(sent.has("audio")).isEqualTo(model.startsWith("viduq3"));
    }

    @Test
    void when_it_is_taken_then_the_task_is_known() {
        assertThat(
                        submitted(
                                200,
                                """
                                {"task_id":"801234567890123456","state":"created",
                                 "model":"viduq1","credits":16}
                                """))
                .isEqualTo(new Accepted(TASK, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "400, FieldInvalid, INVALID_INPUT", "400, ImageDownloadFailure, INVALID_INPUT",
        "400, TaskPromptPolicyViolation, CONTENT_POLICY", "400, AuditSubmitIllegal, CONTENT_POLICY"
    })
    void when_the_request_is_at_fault_then_it_is_refused(int status, String why, Reason reason) {
        assertThat(submitted(status, error(why)))
                .isEqualTo(new Refused(new Failure(reason, "the words")));
    }

    @Test
    void when_somebody_else_is_at_fault_then_the_reason_says_who() {
        assertThat(submitted(400, error("CreditInsufficient"))).isInstanceOf(AccountRefused.class);
        assertThat(submitted(401, error("Unauthorized"))).isInstanceOf(AccountRefused.class);
        assertThat(submitted(429, error("QuotaExceeded"))).isInstanceOf(Busy.class);
        assertThat(submitted(400, error("OperationInProcess"))).isInstanceOf(Busy.class);
        assertThat(submitted(409, error("Conflict"))).isInstanceOf(Unknown.class);
        assertThat(submitted(500, error("InternalServiceFailure"))).isInstanceOf(Unknown.class);
    }

    private Object submitted(int status, String body) {
        return api.submitted(Attempts.of("x").attempt(), json(status, body));
    }

    private static String error(String reason) {
        return """
               {"code":400,"reason":"%s","message":"the words","metadata":{"trace_id":"t"}}
               """
                .formatted(reason);
    }

    @Test
    void when_it_is_polled_then_each_state_has_its_meaning() {
        assertThat(api.poll(TASK).at()).isEqualTo("/ent/v2/tasks/801234567890123456/creations");
        assertThat(polled("queueing", "", "[]")).isEqualTo(new Working(0));
        assertThat(polled("processing", "", "[]")).isEqualTo(new Working(-1));
        assertThat(polled("success", "", "[{\"id\":\"8\",\"url\":\"https://s3.example/o.mp4\"}]"))
                .isEqualTo(new Finished(new ProviderFile("https://s3.example/o.mp4")));
        assertThat(polled("success", "", "null")).isInstanceOf(NoAnswer.class);
        assertThat(polled("failed", "CreationPolicyViolation", "[]"))
                .isEqualTo(
                        new GaveUp(new Failure(Reason.CONTENT_POLICY, "CreationPolicyViolation")));
        assertThat(polled("failed", "UserCancelled", "[]"))
                .isEqualTo(new GaveUp(new Failure(Reason.CANCELLED, "the task was cancelled")));
        assertThat(polled("dreaming", "", "[]")).isInstanceOf(NoAnswer.class);
    }

    private Object polled(String state, String code, String creations) {
        return api.polled(
                TASK,
                json(
                        200,
                        """
                        {"id":"801234567890123456","state":"%s","err_code":"%s","creations":%s}
                        """
                                .formatted(state, code, creations)));
    }

    @Test
    void when_it_is_to_stop_then_it_is_asked_to() throws Exception {
        var call = api.cancel(TASK).orElseThrow();
        assertThat(call.at()).isEqualTo("/ent/v2/tasks/801234567890123456/cancel");
        assertThat(JSON.readTree(body(call)))
                .isEqualTo(JSON.readTree("{\"id\":\"801234567890123456\"}"));
    }
}
