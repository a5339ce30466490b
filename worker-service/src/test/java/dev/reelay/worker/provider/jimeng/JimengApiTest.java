package dev.reelay.worker.provider.jimeng;

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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Literals are those of the documented contract.
class JimengApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUBMIT = "Action=CVSync2AsyncSubmitTask&Version=2022-08-31";
    private static final String QUERY = "Action=CVSync2AsyncGetResult&Version=2022-08-31";
    private static final Map<String, String> KEYS =
            Map.of(
                    "access_key", "AKLTexampleexampleexample0000",
                    "secret_key", "ZXhhbXBsZS1zZWNyZXQta2V5LTAwMDE=");
    private static final Instant JANUARY = Instant.parse("2025-01-15T08:15:30Z");

    private final JimengApi api = new JimengApi(account(KEYS), InstantSource.fixed(JANUARY));

    private static Account account(Map<String, String> secrets) {
        return new Account("jimeng-main", "jimeng", Optional.empty(), secrets, Map.of());
    }

    private static String signature(
            Map<String, String> secrets, String query, String body, Instant at) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var headers =
                new SignVolcengine(account(secrets), JimengApi.USUAL).headers(query, bytes, at);
        return String.valueOf(headers.get("Authorization")).replaceAll(".*Signature=", "");
    }

    @Test
    void when_it_is_signed_then_the_documented_signatures_come_out() {
        var paper =
                "{\"req_key\":\"jimeng_vgfm_t2v_l20\",\"prompt\":\"a paper boat on a pond\","
                        + "\"seed\":-1,\"aspect_ratio\":\"16:9\"}";
        assertThat(signature(KEYS, SUBMIT, paper, JANUARY))
                .isEqualTo("bc1cc19463bc6ecb073a6a3a97866bd0921149f6b98bf382057300423d8942d2");
        assertThat(
                        signature(
                                KEYS,
                                QUERY,
                                "{\"req_key\":\"jimeng_vgfm_t2v_l20\","
                                        + "\"task_id\":\"7392616336519610409\"}",
                                JANUARY))
                .isEqualTo("4ca71573c054df40168ec753148cc19eeeb80b504491fe5cb363fa667c2f9b9a");
        var temporary =
                Map.of(
                        "access_key", "AKLTexampleexampleexample0000",
                        "secret_key", "ZXhhbXBsZS1zZWNyZXQta2V5LTAwMDE=",
                        "session_token", "STSTOKENexample");
        assertThat(signature(temporary, SUBMIT, paper, JANUARY))
                .isEqualTo("498738ce5022329163625b9b3e28cc08b6e2d0380e033c9b1003e7612c13af21");
        assertThat(
                        signature(
                                KEYS,
                                SUBMIT,
                                "{\"req_key\":\"jimeng_t2v_v30\",\"prompt\":\"一只纸船\",\"frames\":121}",
                                JANUARY))
                .isEqualTo("5fa12ccde315f7b0565787252e825274ddf67c4546eb34102d3809a268a41209");
        assertThat(
                        signature(
                                Map.of("access_key", "AKTEST", "secret_key", "SKTEST"),
                                QUERY,
                                "{\"req_key\":\"jimeng_vgfm_t2v_l20\",\"task_id\":\"abc\"}",
                                Instant.parse("2024-01-15T12:00:00Z")))
                .isEqualTo("5cbe194cc35a9fe8a0dcf34cbfc8f10d2c989caa3059aa6fe4f186977c0fef7a");
    }

    @Test
    void when_it_is_text_then_header_and_body_are_the_documented_ones() {
        var attempt = Attempts.of("a paper boat on a pond").model("jimeng_vgfm_t2v_l20").attempt();
        var call = api.submit(attempt, List.of());
        assertThat(call.at()).isEqualTo("/?" + SUBMIT);
        assertThat(call.headers())
                .containsEntry(
                        "Authorization",
                        "HMAC-SHA256 Credential=AKLTexampleexampleexample0000/20250115/cn-north-1/"
                                + "cv/request, SignedHeaders=content-type;host;x-content-sha256;"
                                + "x-date, Signature=bc1cc19463bc6ecb073a6a3a97866bd0921149f6b98bf"
                                + "382057300423d8942d2")
                .containsEntry("X-Date", "20250115T081530Z")
                .containsEntry("Content-Type", "application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "TEXT, 720p, 5, jimeng_t2v_v30, 121",
        "TEXT, 1080p, 10, jimeng_t2v_v30_1080p, 241",
        "IMAGE, 720p, 5, jimeng_i2v_first_v30, 121",
        "IMAGE, 1080p, 5, jimeng_i2v_first_v30_1080, 121",
        "FRAMES, 720p, 5, jimeng_i2v_first_tail_v30, 121",
        "FRAMES, 1080p, 5, jimeng_i2v_first_tail_v30_1080, 121"
    })
    void when_it_is_the_family_then_mode_and_tier_choose(
            Mode mode, String tier, int seconds, String key, int frames) throws Exception {
        var attempt =
                Attempts.of("a kite")
                        .model("jimeng_v30")
                        .mode(mode)
                        .seconds(seconds)
                        .tier(tier, "16:9")
                        .attempt();
        var picture =
                new InputFile(Role.FIRST_FRAME, "image/png", "a".getBytes(StandardCharsets.UTF_8));
        var inputs = mode == Mode.TEXT ? List.<InputFile>of() : List.of(picture);
        var sent = JSON.readTree(body(api.submit(attempt, inputs)));
        assertThat(sent.path("req_key").asText()).isEqualTo(key);
        assertThat(sent.path("frames").asInt()).isEqualTo(frames);
        assertThat(sent.at("/binary_data_base64/0").asText())
                .isEqualTo(mode == Mode.TEXT ? "" : "YQ==");
        assertThat(sent.has("aspect_ratio")).isEqualTo(mode == Mode.TEXT);
    }

    @Test
    void when_it_is_taken_then_the_task_remembers_its_key() throws Exception {
        var attempt = Attempts.of("a kite").model("jimeng_v30").seconds(5).attempt();
        var task = new ProviderTask("jimeng_t2v_v30/7392616336519610409");
        assertThat(
                        api.submitted(
                                attempt,
                                json(
                                        200,
                                        """
                                        {"code":10000,"data":{"task_id":"7392616336519610409"},
                                         "message":"Success","status":10000}
                                        """)))
                .isEqualTo(new Accepted(task, List.of()));
        assertThat(JSON.readTree(body(api.poll(task))))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"req_key":"jimeng_t2v_v30","task_id":"7392616336519610409"}
                                """));
    }

    @ParameterizedTest
    @CsvSource({
        "400, 50412, CONTENT_POLICY",
        "400, 50411, CONTENT_POLICY",
        "400, 50207, INVALID_INPUT"
    })
    void when_the_request_is_at_fault_then_it_is_refused(int status, String code, Reason reason) {
        assertThat(submitted(status, code))
                .isEqualTo(new Refused(new Failure(reason, "Text Risk Not Pass")));
    }

    @Test
    void when_somebody_else_is_at_fault_then_the_answer_says_who() {
        assertThat(submitted(429, "50430")).isInstanceOf(Busy.class);
        assertThat(submitted(400, "50400")).isInstanceOf(AccountRefused.class);
        assertThat(submitted(500, "50500")).isInstanceOf(Unknown.class);
        assertThat(
                        api.submitted(
                                Attempts.of("x").attempt(),
                                json(
                                        401,
                                        """
                                        {"ResponseMetadata":{"RequestId":"2025","Error":
                                         {"CodeN":100010,"Code":"SignatureDoesNotMatch",
                                          "Message":"no"}}}
                                        """)))
                .isInstanceOf(AccountRefused.class);
    }

    private Object submitted(int status, String code) {
        return api.submitted(
                Attempts.of("x").attempt(),
                json(
                        status,
                        "{\"code\":%s,\"data\":null,\"message\":\"Text Risk Not Pass\"}"
                                .formatted(code)));
    }

    @Test
    void when_it_is_polled_then_the_code_comes_before_the_state() {
        assertThat(polled("10000", "in_queue", "")).isEqualTo(new Working(0));
        assertThat(polled("10000", "generating", "")).isEqualTo(new Working(-1));
        assertThat(polled("10000", "done", "https://v3-aiop.example-cdn.com/o.mp4"))
                .isEqualTo(new Finished(new ProviderFile("https://v3-aiop.example-cdn.com/o.mp4")));
        assertThat(polled("50516", "done", "https://v3-aiop.example-cdn.com/o.mp4"))
                .isEqualTo(new GaveUp(new Failure(Reason.CONTENT_POLICY, "the words")));
        assertThat(polled("50500", "done", "")).isInstanceOf(NoAnswer.class);
        assertThat(polled("10000", "not_found", "")).isInstanceOf(NoAnswer.class);
        assertThat(polled("10000", "done", "")).isInstanceOf(GaveUp.class);
    }

    private Object polled(String code, String status, String url) {
        return api.polled(
                new ProviderTask("jimeng_t2v_v30/1"),
                json(
                        200,
                        """
                        {"code":%s,"data":{"status":"%s","video_url":"%s"},"message":"the words"}
                        """
                                .formatted(code, status, url)));
    }
}
