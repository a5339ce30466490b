package dev.reelay.simulator.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.simulator.SimulatedVendor;
import dev.reelay.simulator.Simulator;
import dev.reelay.simulator.Web;
import dev.reelay.simulator.callback.Hmac;
import dev.reelay.simulator.rule.Effect;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.rule.Rule;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Dummy;
import dev.reelay.simulator.task.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiVideosTest {
    private static final Simulator SIMULATOR = Simulator.start();
    private static final String BOAT = "A paper boat on a rainy street";

    private final SimulatedVendor vendor = SIMULATOR.vendor("openai-videos");
    private final Web web =
            new Web(
                    vendor.baseUrl(),
                    "Authorization",
                    "Bearer " + Objects.requireNonNull(vendor.credentials().get("api_key")));

    @BeforeEach
    void holdTasks() {
        SIMULATOR
                .rules()
                .add(Rule.renderTime(Duration.ofHours(10)), Rule.of(Step.RENDER, Effect.TINY));
    }

    @AfterEach
    void clear() {
        SIMULATOR.rules().clear();
    }

    @AfterAll
    static void close() {
        SIMULATOR.close();
    }

    private String submit(String prompt) throws IOException {
        var reply =
                web.post(
                        "/videos",
                        """
                        {"model":"sora-2","prompt":"%s","seconds":"8","size":"1280x720"}"""
                                .formatted(prompt));
        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
        return reply.json().path("id").asText();
    }

    @Nested
    class GivenAnOrder {
        @Test
        void when_it_is_taken_then_the_page_s_object_comes_back() throws IOException {
            var job = web.get("/videos/" + submit(BOAT)).json();

            assertThat(job.path("object").asText()).isEqualTo("video");
            assertThat(job.path("model").asText()).isEqualTo("sora-2");
            assertThat(job.path("status").asText()).isEqualTo("queued");
            assertThat(job.path("progress").asInt(-1)).isZero();
            assertThat(job.path("seconds").isTextual()).isTrue();
            assertThat(job.path("seconds").asText()).isEqualTo("8");
            assertThat(job.path("size").asText()).isEqualTo("1280x720");
            assertThat(job.path("prompt").asText()).isEqualTo(BOAT);
            assertThat(job.path("completed_at").isNull()).isTrue();
            assertThat(job.path("error").isNull()).isTrue();
        }

        @Test
        void when_it_is_the_page_s_form_then_it_is_taken() throws IOException {
            var body = new StringBuilder();
            for (var part :
                    new String[][] {
                        {"model", "sora-2"},
                        {"prompt", BOAT},
                        {"seconds", "8"},
                        {"size", "1280x720"}
                    }) {
                body.append("------vgwBoundary0001\r\n")
                        .append(
                                "Content-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                                        .formatted(part[0], part[1]));
            }
            var bytes = body.append("------vgwBoundary0001--\r\n").toString().getBytes(UTF_8);

            var reply =
                    web.send(
                            "POST",
                            "/videos",
                            bytes,
                            "Content-Type",
                            "multipart/form-data; boundary=----vgwBoundary0001");

            assertThat(HexFormat.of().formatHex(Dummy.sha256(bytes)))
                    .isEqualTo("f0a95718a55aa6b5ccb718e27feca7efeb2df27833d0d0b51193699de87a0dd4");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().path("prompt").asText()).isEqualTo(BOAT);
        }

        @Test
        void when_it_runs_and_ends_then_its_words_and_its_file_follow() throws IOException {
            var id = submit(BOAT);

            vendor.move(id, Phase.RUNNING);
            var running = web.get("/videos/" + id);
            var early = web.get("/videos/" + id + "/content");
            vendor.move(id, Phase.SUCCEEDED);
            var done = web.get("/videos/" + id).json();
            var clip = web.get("/videos/" + id + "/content");

            assertThat(running.json().path("status").asText()).isEqualTo("in_progress");
            assertThat(running.header("openai-poll-after-ms")).isNotEmpty();
            assertThat(early.status()).isEqualTo(400);
            assertThat(done.path("status").asText()).isEqualTo("completed");
            assertThat(done.path("progress").asInt()).isEqualTo(100);
            assertThat(done.path("expires_at").asLong() - done.path("completed_at").asLong())
                    .isEqualTo(3600);
            assertThat(clip.header("Content-Type")).isEqualTo("video/mp4");
            assertThat(clip.isClip()).isTrue();
        }

        @Test
        void when_moderation_stops_it_later_then_it_fails_with_the_page_s_code()
                throws IOException {
            SIMULATOR.rules().add(Rule.of(Step.OUTCOME, Effect.CONTENT_POLICY));
            var id = submit(BOAT);

            vendor.move(id, Phase.FAILED);
            var job = web.get("/videos/" + id).json();

            assertThat(job.path("status").asText()).isEqualTo("failed");
            assertThat(job.at("/error/code").asText()).isEqualTo("moderation_blocked");
            assertThat(job.at("/error/message").asText())
                    .isEqualTo("Your request was blocked by our moderation system.");
        }

        @Test
        void when_an_hour_has_passed_then_its_file_is_gone() throws IOException {
            var id = submit(BOAT);
            vendor.move(id, Phase.SUCCEEDED);

            SIMULATOR.advance(Duration.ofMinutes(61));

            assertThat(web.get("/videos/" + id + "/content").status()).isEqualTo(404);
        }

        @Test
        void when_it_is_deleted_then_only_an_ended_one_goes() throws IOException {
            var id = submit(BOAT);

            var early = web.send("DELETE", "/videos/" + id, new byte[0]);
            vendor.move(id, Phase.SUCCEEDED);
            var late = web.send("DELETE", "/videos/" + id, new byte[0]).json();

            assertThat(early.status()).isEqualTo(400);
            assertThat(late.path("object").asText()).isEqualTo("video.deleted");
            assertThat(web.get("/videos/" + id).status()).isEqualTo(404);
            assertThat(vendor.bill()).anyMatch(entry -> entry.taskId().equals(id));
        }
    }

    @Nested
    class GivenAWrongOrder {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'prompt':'a','seconds':8}|400|invalid_value",
                    "{'prompt':'a','seconds':'5'}|400|invalid_value",
                    "{'prompt':'a','size':'1792x1024'}|400|invalid_value",
                    "{'seconds':'4'}|400|invalid_value",
                    "{'prompt':'a','seed':1}|400|invalid_value",
                    "{'prompt':'a','model':'sora-1'}|404|model_not_found"
                })
        void when_it_is_sent_then_it_is_refused_and_not_billed(String body, int status, String code)
                throws IOException {
            var before = vendor.bill().size();

            var reply = web.post("/videos", body.replace('\'', '"'));

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.json().at("/error/code").asText()).isEqualTo(code);
            assertThat(vendor.bill()).hasSize(before);
            assertThat(vendor.refusals().getLast().status()).isEqualTo(status);
        }

        @Test
        void when_the_image_has_another_size_then_the_page_s_words_come_back() throws IOException {
            var pixel =
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
                            + "awAAAABJRU5ErkJggg==";

            var reply =
                    web.post(
                            "/videos",
                            """
                            {"prompt":"a","input_reference":{"image_url":"data:image/png;base64,%s"}}
                            """
                                    .formatted(pixel));

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/error/message").asText())
                    .isEqualTo("Inpaint image must match the requested width and height");
        }

        @Test
        void when_the_key_is_wrong_then_it_is_401() throws IOException {
            var reply =
                    new Web(vendor.baseUrl(), "Authorization", "Bearer sk-dummy-0000000000000000")
                            .get("/videos");

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.json().at("/error/code").asText()).isEqualTo("invalid_api_key");
        }
    }

    @Nested
    class GivenATableOfErrors {
        @ParameterizedTest
        @CsvSource({
            "CALLER,400,invalid_value",
            "CONTENT_POLICY,400,moderation_blocked",
            "OPERATOR,401,invalid_api_key",
            "QUOTA,429,insufficient_quota",
            "THROTTLE,429,rate_limit_exceeded",
            "RETIRED,404,model_not_found"
        })
        void when_a_class_is_asked_for_then_the_page_s_status_and_code_come_back(
                Fault fault, int status, String code) throws IOException {
            SIMULATOR.rules().add(Rule.refuse(Step.SUBMIT, fault));

            var reply = web.post("/videos", "{\"prompt\":\"a\"}");

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.json().at("/error/code").asText()).isEqualTo(code);
        }

        @Test
        void when_one_code_is_asked_for_then_its_words_come_back() throws IOException {
            SIMULATOR.rules().add(Rule.refuse(Step.SUBMIT, "sentinel_block"));

            var error = web.post("/videos", "{\"prompt\":\"a\"}").json().path("error");

            assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
            assertThat(error.path("message").asText())
                    .isEqualTo("Hmmm something didn't look right with your request.");
        }
    }

    @Test
    void when_a_message_is_signed_then_it_is_the_page_s_vector() {
        var body =
                """
                {"id":"evt_0001","object":"event","created_at":1767225661,"type":"video.completed","data":{"id":"video_0001"}}"""
                        .getBytes(UTF_8);

        assertThat(
                        Hmac.standardWebhook(
                                "whsec_ZHVtbXktb3BlbmFpLXdlYmhvb2stc2VjcmV0LTAwMDE=",
                                "wh_evt_0001",
                                1767225661,
                                body))
                .isEqualTo("v1,MGxtxliGjhoSuIuVuaAZOU++StG3v7BYbFjHfsUYVDw=");
    }
}
