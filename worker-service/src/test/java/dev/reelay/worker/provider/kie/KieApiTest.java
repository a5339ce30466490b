package dev.reelay.worker.provider.kie;

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
import dev.reelay.worker.provider.AccountCheck;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.InvalidAccountException;
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
import dev.reelay.worker.provider.SubmitAnswer.NotSent;
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
class KieApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "kie_dummy_0123456789abcdef0123456789abcdef";
    private static final String ID = "task_12345678_1736928930123";
    private static final ProviderTask TASK = new ProviderTask(ID);
    private static final ProviderTask VEO = new ProviderTask("veo/veo_task_abcdef123456");

    private final KieApi api = open(Optional.empty(), Map.of());

    private static KieApi open(Optional<URI> base, Map<String, String> settings) {
        return new KieApi(new Account("kie-main", "kie", base, Map.of("api_key", KEY), settings));
    }

    /// As it is after its upload.
    private static InputFile uploaded(Role role, String name) {
        return new InputFile(role, "image/png", new byte[1]).at("https://f.example/" + name);
    }

    private static Attempts of(String model, int seconds, String tier, String ratio) {
        return Attempts.of("She smiles").model(model).seconds(seconds).tier(tier, ratio);
    }

    @Nested
    class GivenASubmit {
        @Test
        void when_it_is_sora_then_frames_are_seconds() throws Exception {
            var attempt =
                    of("sora-2-text-to-video", 10, "720p", "16:9")
                            .callback(URI.create("https://gw.example.com/cb/kie/3f9c"))
                            .attempt();
            var call = api.submit(attempt, List.of());
            assertThat(call.at()).isEqualTo("/api/v1/jobs/createTask");
            assertThat(call.headers()).containsEntry("Authorization", "Bearer " + KEY);
            assertThat(JSON.readTree(body(call)))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"model":"sora-2-text-to-video",
                                     "callBackUrl":"https://gw.example.com/cb/kie/3f9c",
                                     "input":{"prompt":"She smiles","aspect_ratio":"landscape",
                                              "n_frames":"10","remove_watermark":true}}
                                    """));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "kling/v2-1-standard|5|720p|{'duration':'5','image_url':'https://f.example/1'}",
                    "sora-2-pro-image-to-video|15|1080p|{'n_frames':'15','size':'high',"
                            + "'aspect_ratio':'landscape','remove_watermark':true,"
                            + "'image_urls':['https://f.example/1']}",
                    "hailuo/02-image-to-video-standard|6|768p|{'duration':'6',"
                            + "'resolution':'768P','image_url':'https://f.example/1'}",
                    "hailuo/02-image-to-video-pro|6|1080p|{'image_url':'https://f.example/1'}",
                    "wan/2-6-image-to-video|15|1080p|{'duration':'15','resolution':'1080p',"
                            + "'image_urls':['https://f.example/1']}",
                    "bytedance/seedance-1.5-pro|5|480p|{'duration':5,'resolution':'480p',"
                            + "'aspect_ratio':'16:9','generate_audio':false,"
                            + "'input_urls':['https://f.example/1']}"
                })
        void when_it_is_a_first_frame_then_each_family_has_its_own_names(
                String model, int seconds, String tier, String rest) throws Exception {
            var attempt = of(model, seconds, tier, "16:9").mode(Mode.IMAGE).attempt();
            var call = api.submit(attempt, List.of(uploaded(Role.FIRST_FRAME, "1")));
            assertThat(JSON.readTree(body(call)).path("input"))
                    .isEqualTo(
                            JSON.readTree(
                                    rest.replace('\'', '"')
                                            .replaceFirst("\\{", "{\"prompt\":\"She smiles\",")));
        }

        @ParameterizedTest
        @CsvSource({
            "kling/v2-1-pro, 5, 1080p, tail_image_url",
            "hailuo/02-image-to-video-standard, 10, 768p, end_image_url"
        })
        void when_it_has_a_last_frame_then_that_has_a_name_of_its_own(
                String model, int seconds, String tier, String name) throws Exception {
            var call =
                    api.submit(
                            of(model, seconds, tier, "16:9").mode(Mode.FRAMES).attempt(),
                            List.of(
                                    uploaded(Role.FIRST_FRAME, "1"),
                                    uploaded(Role.LAST_FRAME, "2")));
            var input = JSON.readTree(body(call)).path("input");
            assertThat(input.path("image_url").asText()).isEqualTo("https://f.example/1");
            assertThat(input.path(name).asText()).isEqualTo("https://f.example/2");
        }

        @Test
        void when_it_is_veo_then_the_body_is_flat() throws Exception {
            var attempt = of("veo3_fast", 8, "720p", "9:16").seed(12345).mode(Mode.REFERENCE);
            var call =
                    api.submit(
                            attempt.attempt(),
                            List.of(uploaded(Role.REFERENCE, "1"), uploaded(Role.REFERENCE, "2")));
            assertThat(call.at()).isEqualTo("/api/v1/veo/generate");
            assertThat(JSON.readTree(body(call)))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"prompt":"She smiles","model":"veo3_fast","seeds":12345,
                                     "generationType":"REFERENCE_2_VIDEO","aspect_ratio":"9:16",
                                     "imageUrls":["https://f.example/1","https://f.example/2"]}
                                    """));
            assertThat(api.takes(attempt.attempt())).containsExactly(Hint.SEED);
            assertThat(api.takes(attempt.seed(7).attempt())).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "kling/v2-1-master-text-to-video, TEXT, 6, 1080p, 16:9",
            "kling/v2-1-master-text-to-video, TEXT, 5, 1080p, 4:3",
            "kling/v2-1-master-text-to-video, IMAGE, 5, 1080p, 16:9",
            "kling/v2-1-standard, TEXT, 5, 720p, 16:9",
            "kling/v2-1-standard, FRAMES, 5, 720p, 16:9",
            "sora-2-text-to-video, TEXT, 25, 720p, 16:9",
            "sora-2-text-to-video, TEXT, 10, 1080p, 16:9",
            "sora-2-text-to-video, TEXT, 10, 720p, 1:1",
            "hailuo/02-text-to-video-pro, TEXT, 10, 1080p, 16:9",
            "hailuo/02-text-to-video-standard, TEXT, 5, 768p, 16:9",
            "wan/2-6-text-to-video, TEXT, 5, 720p, 9:16",
            "bytedance/seedance-1.5-pro, TEXT, 3, 720p, 16:9",
            "bytedance/seedance-1.5-pro, REFERENCE, 5, 720p, 16:9",
            "veo3, TEXT, 6, 720p, 16:9",
            "veo3, TEXT, 8, 1080p, 16:9",
            "veo3, REFERENCE, 8, 720p, 16:9",
            "luma/ray, TEXT, 5, 720p, 16:9"
        })
        void when_it_cannot_be_made_then_nothing_is_sent(
                String model, Mode mode, int seconds, String tier, String ratio) {
            var attempt = of(model, seconds, tier, ratio).mode(mode).attempt();
            assertThatThrownBy(() -> api.submit(attempt, List.of()))
                    .isInstanceOf(UnsupportedException.class);
        }
    }

    @Nested
    class GivenAnUpload {
        private final InputFile picture =
                new InputFile(
                        Role.FIRST_FRAME, "image/png", "abc".getBytes(StandardCharsets.UTF_8));

        private String address(KieApi opened) {
            var attempt = of("veo3", 8, "720p", "16:9").attempt();
            return opened.upload(attempt, picture).orElseThrow().at();
        }

        @Test
        void when_it_is_sent_then_it_goes_to_the_host_for_files() {
            assertThat(address(api))
                    .isEqualTo("https://kieai.redpandaai.co/api/file-stream-upload");
            assertThat(address(open(Optional.of(URI.create("http://127.0.0.1:1")), Map.of())))
                    .isEqualTo("/api/file-stream-upload");
            assertThat(
                            address(
                                    open(
                                            Optional.empty(),
                                            Map.of("upload_base_url", "https://up.example/"))))
                    .isEqualTo("https://up.example/api/file-stream-upload");
        }

        @Test
        void when_it_was_taken_then_it_has_an_address() {
            assertThat(
                            api.uploaded(
                                    json(
                                            200,
                                            """
                                            {"success":true,"code":200,"msg":"ok",
                                             "data":{"downloadUrl":"https://t.example/a.png"}}
                                            """)))
                    .contains("https://t.example/a.png");
            assertThat(api.uploaded(json(200, "{\"code\":401,\"msg\":\"no\"}"))).isEmpty();
        }

        @Test
        void when_it_is_too_large_or_no_picture_then_it_is_refused() {
            var attempt = of("veo3", 8, "720p", "16:9").attempt();
            var large =
                    new InputFile(Role.FIRST_FRAME, "image/png", new byte[10 * 1024 * 1024 + 1]);
            var clip = new InputFile(Role.VIDEO, "video/mp4", new byte[1]);
            for (var input : List.of(large, clip)) {
                assertThatThrownBy(() -> api.upload(attempt, input))
                        .isInstanceOf(UnsupportedException.class);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"up.example", "ftp://up.example", "https://u:p@up.example"})
        void when_the_setting_is_no_web_address_then_the_account_is_refused(String base) {
            assertThatThrownBy(() -> open(Optional.empty(), Map.of("upload_base_url", base)))
                    .isInstanceOf(InvalidAccountException.class);
        }
    }

    @Nested
    class GivenTheAnswerToASubmit {
        private SubmitAnswer submitted(String model, int status, String body) {
            return api.submitted(of(model, 8, "720p", "16:9").attempt(), json(status, body));
        }

        private SubmitAnswer refused(int code, String words) {
            return submitted(
                    "veo3",
                    200,
                    "{\"code\":%d,\"msg\":\"%s\",\"data\":null}".formatted(code, words));
        }

        @Test
        void when_it_is_taken_then_tasks_of_veo_have_a_mark() {
            assertThat(
                            submitted(
                                    "wan/2-6-text-to-video",
                                    200,
                                    "{\"code\":200,\"msg\":\"success\",\"data\":{\"taskId\":\"%s\"}}"
                                            .formatted(ID)))
                    .isEqualTo(new Accepted(TASK, List.of()));
            assertThat(
                            submitted(
                                    "veo3",
                                    200,
                                    """
                                    {"code":200,"data":{"taskId":"veo_task_abcdef123456"}}
                                    """))
                    .isEqualTo(new Accepted(VEO, List.of()));
        }

        @ParameterizedTest
        @CsvSource({
            "400, bad parameter, INVALID_INPUT",
            "422, validation failed, INVALID_INPUT",
            "451, could not fetch, INVALID_INPUT",
            "400, Your prompt was flagged, CONTENT_POLICY",
            "422, it violates the content policy, CONTENT_POLICY"
        })
        void when_the_request_is_at_fault_then_it_is_refused(int code, String words, Reason why) {
            assertThat(refused(code, words)).isEqualTo(new Refused(new Failure(why, words)));
        }

        @Test
        void when_somebody_else_is_at_fault_then_the_code_says_who() {
            for (var code : new int[] {401, 402, 433, 505}) {
                assertThat(refused(code, "no")).isInstanceOf(AccountRefused.class);
            }
            for (var code : new int[] {429, 455}) {
                assertThat(refused(code, "no")).isInstanceOf(Busy.class);
            }
            for (var code : new int[] {408, 500, 599}) {
                assertThat(refused(code, "flagged")).isInstanceOf(Unknown.class);
            }
        }

        @Test
        void when_the_filter_refuses_then_the_key_is_not_at_fault() {
            assertThat(submitted("veo3", 403, "error code: 1010")).isInstanceOf(NotSent.class);
            assertThat(submitted("veo3", 403, "{\"code\":401,\"msg\":\"no\"}"))
                    .isInstanceOf(AccountRefused.class);
        }
    }

    @Nested
    class GivenAPoll {
        private PollAnswer polled(ProviderTask task, String data) {
            return api.polled(
                    task, json(200, "{\"code\":200,\"msg\":\"success\",\"data\":" + data + "}"));
        }

        private PollAnswer market(String state, String rest) {
            return polled(
                    TASK, "{\"taskId\":\"%s\",\"state\":\"%s\",%s}".formatted(ID, state, rest));
        }

        @Test
        void when_it_is_asked_then_veo_has_a_path_of_its_own() {
            assertThat(api.poll(TASK).at()).isEqualTo("/api/v1/jobs/recordInfo?taskId=" + ID);
            assertThat(api.poll(VEO).at())
                    .isEqualTo("/api/v1/veo/record-info?taskId=veo_task_abcdef123456");
        }

        @Test
        void when_it_is_of_the_market_then_each_state_has_its_meaning() {
            for (var word : List.of("waiting", "queuing", "queueing")) {
                assertThat(market(word, "\"resultJson\":\"\"")).isEqualTo(new Working(0));
            }
            assertThat(market("generating", "\"progress\":40")).isEqualTo(new Working(40));
            assertThat(
                            market(
                                    "success",
                                    "\"completeTime\":1736929048123,\"createTime\":1736928930123,"
                                            + "\"resultJson\":\"{\\\"resultUrls\\\":"
                                            + "[\\\"https://tempfile.example/x/out.mp4\\\"]}\""))
                    .isEqualTo(
                            new Finished(
                                    new ProviderFile("https://tempfile.example/x/out.mp4"),
                                    Duration.ofSeconds(118)));
            for (var result : List.of("\"\"", "null", "\"no json\"")) {
                assertThat(market("success", "\"resultJson\":" + result))
                        .isInstanceOf(NoAnswer.class);
            }
            assertThat(market("dreaming", "\"progress\":1")).isInstanceOf(NoAnswer.class);
        }

        @ParameterizedTest
        @CsvSource({
            "\"500\", Internal Error, PROVIDER_ERROR",
            "500, generate task timeout, PROVIDER_ERROR",
            "\"422\", refused, PROVIDER_ERROR",
            "\"400\", prompt was flagged, CONTENT_POLICY",
            "\"501\", public error unsafe, CONTENT_POLICY",
            "\"451\", no image, INVALID_INPUT"
        })
        void when_it_failed_then_its_words_say_why(String code, String words, Reason why) {
            assertThat(market("fail", "\"failCode\":%s,\"failMsg\":\"%s\"".formatted(code, words)))
                    .isEqualTo(new GaveUp(new Failure(why, words)));
            assertThat(
                            polled(
                                    VEO,
                                    "{\"successFlag\":3,\"errorCode\":%s,\"errorMessage\":\"%s\"}"
                                            .formatted(code, words)))
                    .isEqualTo(new GaveUp(new Failure(why, words)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[\"https://f.example/o.mp4\"]",
                    "\"[\\\"https://f.example/o.mp4\\\"]\""
                })
        void when_it_is_veo_then_a_flag_tells(String urls) {
            assertThat(polled(VEO, "{\"successFlag\":0}")).isEqualTo(new Working(-1));
            assertThat(polled(VEO, "{\"successFlag\":9}")).isInstanceOf(NoAnswer.class);
            assertThat(
                            polled(
                                    VEO,
                                    "{\"successFlag\":1,\"response\":{\"resultUrls\":%s}}"
                                            .formatted(urls)))
                    .isEqualTo(new Finished(new ProviderFile("https://f.example/o.mp4")));
        }

        @Test
        void when_the_code_is_no_success_then_no_job_ends() {
            for (var code : new int[] {401, 422, 429, 500}) {
                assertThat(
                                api.polled(
                                        TASK,
                                        json(
                                                200,
                                                """
                                                {"code":%d,"msg":"recordInfo is null","data":null}
                                                """
                                                        .formatted(code))))
                        .isInstanceOf(NoAnswer.class);
            }
        }
    }

    @Test
    void when_the_account_is_checked_then_the_code_tells() {
        assertThat(api.check().orElseThrow().at()).isEqualTo("/api/v1/chat/credit");
        assertThat(api.checked(json(200, "{\"code\":200,\"data\":1000}")))
                .isEqualTo(new AccountCheck.Usable());
        assertThat(api.checked(json(200, "{\"code\":401,\"msg\":\"no\"}")))
                .isInstanceOf(AccountCheck.Refused.class);
        assertThat(api.checked(json(200, "{\"code\":500,\"msg\":\"no\"}")))
                .isInstanceOf(AccountCheck.NotKnown.class);
    }
}
