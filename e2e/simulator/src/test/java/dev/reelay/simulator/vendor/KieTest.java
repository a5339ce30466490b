package dev.reelay.simulator.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.simulator.Receiver;
import dev.reelay.simulator.Web;
import dev.reelay.simulator.callback.Hmac;
import dev.reelay.simulator.rule.Effect;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.rule.Rule;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Phase;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KieTest extends VendorTest {
    private static final String CREATE = "/api/v1/jobs/createTask";
    private static final String CUP =
            "{'model':'sora-2-text-to-video','input':{'prompt':'A slow dolly around a cup','aspect_ratio':'landscape','n_frames':'10','remove_watermark':true}}";

    private final Web web = web("Bearer " + credential("api_key"));

    KieTest() {
        super("kie");
    }

    private String submit(String path, String body) throws IOException {
        var reply = web.post(path, json(body)).json();
        assertThat(reply.path("code").asInt()).as(reply.toString()).isEqualTo(200);
        return reply.at("/data/taskId").asText();
    }

    private String info(String id) {
        return "/api/v1/jobs/recordInfo?taskId=" + id;
    }

    @Test
    void when_a_market_task_goes_its_way_then_its_result_is_json_in_a_string() throws IOException {
        var id = submit(CREATE, CUP);

        var queued = web.get(info(id)).json().path("data");
        vendor.move(id, Phase.RUNNING);
        var running = web.get(info(id)).json().path("data");
        vendor.move(id, Phase.SUCCEEDED);
        var done = web.get(info(id)).json().path("data");
        var result = Web.read(done.path("resultJson").asText());

        assertThat(queued.path("state").asText()).isEqualTo("queuing");
        assertThat(running.path("state").asText()).isEqualTo("generating");
        assertThat(done.path("state").asText()).isEqualTo("success");
        assertThat(done.path("param").isTextual()).isTrue();
        assertThat(new Web("").get(result.at("/resultUrls/0").asText()).isClip()).isTrue();
    }

    @Test
    void when_a_picture_is_uploaded_then_it_is_at_an_address_that_tasks_take() throws IOException {
        var head = "--b\r\nContent-Disposition: form-data; name=\"uploadPath\"\r\n\r\na\r\n";
        var file =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
                        + "Content-Type: text/plain\r\n\r\nhello\r\n--b--\r\n";
        var type = "multipart/form-data; boundary=b";

        var taken = upload(type, head + file);
        var bare = upload(type, file);
        var address = taken.at("/data/downloadUrl").asText();

        assertThat(taken.path("code").asInt()).isEqualTo(200);
        assertThat(new String(web.get(address).bytes(), UTF_8)).isEqualTo("hello");
        assertThat(bare.path("code").asInt()).isEqualTo(422);
    }

    private JsonNode upload(String type, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        return web.send("POST", "/api/file-stream-upload", bytes, "Content-Type", type).json();
    }

    @Test
    void when_a_veo_task_goes_its_way_then_flags_tell_it() throws IOException {
        var id = submit("/api/v1/veo/generate", "{'prompt':'a','model':'veo3_fast'}");

        var running = web.get("/api/v1/veo/record-info?taskId=" + id).json().path("data");
        vendor.move(id, Phase.SUCCEEDED);
        var done = web.get("/api/v1/veo/record-info?taskId=" + id).json().path("data");

        assertThat(running.path("successFlag").asInt(-1)).isZero();
        assertThat(done.path("successFlag").asInt()).isEqualTo(1);
        assertThat(done.at("/response/resultUrls/0").asText()).startsWith("http");
        assertThat(web.get(info(id)).json().path("msg").asText()).isEqualTo("recordInfo is null");
    }

    @Test
    void when_it_fails_then_code_and_text_say_so() throws IOException {
        SIMULATOR.rules().add(Rule.of(Step.OUTCOME, Effect.INTERNAL));
        var id = submit(CREATE, CUP);
        vendor.move(id, Phase.FAILED);

        var reply = web.get(info(id));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/data/state").asText()).isEqualTo("fail");
        assertThat(reply.json().at("/data/failCode").asText()).isEqualTo("500");
        assertThat(reply.json().at("/data/failMsg").asText()).isEqualTo("Internal Error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'model':'sora-2-text-to-video','input':{'prompt':'a','n_frames':10}}|422",
                "{'model':'kling/v2-1-standard','input':{'prompt':'a','image_url':'https://a.example/a.png','duration':'6'}}|422",
                "{'model':'kling/v2-1-standard','input':{'prompt':'a'}}|422",
                "{'model':'wan/2-6-image-to-video','input':{'prompt':'a','image_url':'https://a.example/a.png'}}|422",
                "{'model':'wan/2-6-image-to-video','input':{'prompt':'a','image_urls':['http://127.0.0.1:9/a.png']}}|451",
                "{'model':'hailuo/02-text-to-video-standard','input':{'prompt':'a','duration':'5'}}|422",
                "{'model':'other','input':{'prompt':'a'}}|422"
            })
    void when_a_request_is_wrong_then_it_is_200_with_its_code(String body, int code)
            throws IOException {
        var before = vendor.bill().size();

        var reply = web.post(CREATE, json(body));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("code").asInt()).isEqualTo(code);
        assertThat(vendor.bill()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource({
        "CALLER,422",
        "CONTENT_POLICY,400",
        "OPERATOR,401",
        "QUOTA,402",
        "THROTTLE,429",
        "SERVER,500",
        "AWAY,455",
        "RETIRED,505"
    })
    void when_a_class_of_errors_is_asked_for_then_its_code_comes_with_200(Fault fault, int code)
            throws IOException {
        SIMULATOR.rules().add(Rule.refuse(Step.SUBMIT, fault));

        var reply = web.post(CREATE, json(CUP));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("code").asInt()).isEqualTo(code);
    }

    @Test
    void when_the_key_is_wrong_then_it_is_200_with_401() throws IOException {
        var reply = web("Bearer nothing").post(CREATE, json(CUP));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("msg").asText())
                .isEqualTo("You do not have access permissions");
    }

    @Test
    void when_it_has_a_callback_then_id_and_time_are_signed() throws IOException {
        try (var receiver = new Receiver()) {
            var body =
                    CUP.substring(0, CUP.length() - 1)
                            + ",'callBackUrl':'"
                            + receiver.url("/cb/kie")
                            + "'}";
            var id = submit(CREATE, body);

            vendor.move(id, Phase.SUCCEEDED);

            await().atMost(Duration.ofSeconds(30)).until(() -> receiver.calls().size() == 1);
            var call = receiver.calls().getFirst();
            assertThat(receiver.bodies().getFirst().at("/data/state").asText())
                    .isEqualTo("success");
            assertThat(call.header("X-Webhook-Signature"))
                    .isEqualTo(
                            Hmac.base64(
                                    credential("webhook_secret").getBytes(UTF_8),
                                    id + "." + call.header("X-Webhook-Timestamp")));
        }
    }

    @Test
    void when_a_message_is_signed_then_it_is_the_page_s_vector() {
        assertThat(
                        Hmac.base64(
                                "whk_dummy_0123456789".getBytes(UTF_8),
                                "task_wan_1765967707657.1736928930"))
                .isEqualTo("KYnVbstU1a3bqNnQSNyaPUCsEDL/GsydPE7dxiDq25M=");
    }
}
