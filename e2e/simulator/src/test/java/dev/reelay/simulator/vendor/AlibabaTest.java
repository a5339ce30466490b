package dev.reelay.simulator.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.simulator.Web;
import dev.reelay.simulator.rule.Effect;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.rule.Rule;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Phase;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlibabaTest extends VendorTest {
    private static final String PATH = "/api/v1/services/aigc/video-generation/video-synthesis";
    private static final String BOAT =
            "{'model':'wan2.6-t2v','input':{'prompt':'A paper boat drifts over a pond','negative_prompt':'blur'},"
                    + "'parameters':{'size':'1280*720','duration':5,'prompt_extend':true,'shot_type':'single',"
                    + "'watermark':false,'seed':42}}";

    private final Web web = web("Bearer " + credential("api_key"));

    AlibabaTest() {
        super("alibaba");
    }

    private Web.Reply submit(String body) throws IOException {
        return web.send("POST", PATH, json(body).getBytes(UTF_8), "X-DashScope-Async", "enable");
    }

    private String accepted() throws IOException {
        var reply = submit(BOAT);
        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
        assertThat(reply.json().at("/output/task_status").asText()).isEqualTo("PENDING");
        return reply.json().at("/output/task_id").asText();
    }

    @Test
    void when_a_task_goes_its_way_then_the_page_s_members_tell_it() throws IOException {
        var id = accepted();

        vendor.move(id, Phase.RUNNING);
        var running = web.get("/api/v1/tasks/" + id).json().path("output");
        vendor.move(id, Phase.SUCCEEDED);
        var done = web.get("/api/v1/tasks/" + id).json();

        assertThat(running.path("task_status").asText()).isEqualTo("RUNNING");
        assertThat(running.has("scheduled_time")).isTrue();
        assertThat(done.at("/output/task_status").asText()).isEqualTo("SUCCEEDED");
        assertThat(done.at("/output/orig_prompt").asText())
                .isEqualTo("A paper boat drifts over a pond");
        assertThat(done.at("/output/actual_prompt").isMissingNode()).isTrue();
        assertThat(done.at("/usage/SR").asInt()).isEqualTo(720);
        assertThat(done.at("/usage/size").asText()).isEqualTo("1280*720");
        var link = done.at("/output/video_url").asText();
        assertThat(new Web("").get(link).isClip()).isTrue();
        assertThat(new Web("").get(link.replaceAll("\\?.*", "")).status()).isEqualTo(403);
    }

    @Test
    void when_an_older_model_is_done_then_its_usage_has_the_other_shape() throws IOException {
        var id =
                submit(
                                "{'model':'wan2.5-i2v-preview','input':{'prompt':'She turns and smiles','img_url':'https://files.example.com/a.png'},'parameters':{'resolution':'720P','duration':10,'audio':true}}")
                        .json()
                        .at("/output/task_id")
                        .asText();

        vendor.move(id, Phase.SUCCEEDED);
        var done = web.get("/api/v1/tasks/" + id).json();

        assertThat(done.at("/usage/video_duration").asInt()).isEqualTo(10);
        assertThat(done.at("/output/actual_prompt").asText()).isEqualTo("She turns and smiles");
    }

    @Test
    void when_inspection_stops_it_then_the_reason_stands_in_the_output() throws IOException {
        SIMULATOR.rules().add(Rule.of(Step.OUTCOME, Effect.CONTENT_POLICY));
        var id = accepted();
        vendor.move(id, Phase.FAILED);

        var reply = web.get("/api/v1/tasks/" + id);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().has("code")).isFalse();
        assertThat(reply.json().at("/output/task_status").asText()).isEqualTo("FAILED");
        assertThat(reply.json().at("/output/code").asText()).isEqualTo("DataInspectionFailed");
    }

    @Test
    void when_a_task_is_not_known_then_it_is_unknown_with_200() throws IOException {
        var reply = web.get("/api/v1/tasks/0385dc79-5ff8-4d82-bcb6-000000000002");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/output/task_status").asText()).isEqualTo("UNKNOWN");
    }

    @Test
    void when_it_is_cancelled_then_only_a_pending_one_is() throws IOException {
        var pending = accepted();
        var running = accepted();
        vendor.move(running, Phase.RUNNING);

        var first = web.post("/api/v1/tasks/" + pending + "/cancel", "");
        var second = web.post("/api/v1/tasks/" + running + "/cancel", "");

        assertThat(first.status()).isEqualTo(200);
        assertThat(web.get("/api/v1/tasks/" + pending).json().at("/output/task_status").asText())
                .isEqualTo("CANCELED");
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.json().path("code").asText()).isEqualTo("UnsupportedOperation");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'model':'wan2.6-t2v','input':{'prompt':'a'},'parameters':{'size':'1280x720'}}|400|InvalidParameter",
                "{'model':'wan2.6-t2v','input':{'prompt':'a'},'parameters':{'size':'832*480'}}|400|InvalidParameter",
                "{'model':'wan2.6-t2v','input':{'prompt':'a'},'parameters':{'resolution':'720P'}}|400|InvalidParameter",
                "{'model':'wan2.5-t2v-preview','input':{'prompt':'a'},'parameters':{'duration':7}}|400|InvalidParameter",
                "{'model':'wan2.6-i2v','input':{'prompt':'a'},'parameters':{}}|400|InvalidParameter",
                "{'model':'wan2.7-i2v','input':{'img_url':'https://a.example/a.png'},'parameters':{}}|400|InvalidParameter",
                "{'model':'wan2.6-i2v','input':{'img_url':'http://127.0.0.1:9/a.png'}}|400|BadRequest.InputDownloadFailed",
                "{'model':'wan9','input':{'prompt':'a'}}|404|ModelNotFound",
                "{'input':{'prompt':'a'}}|400|BadRequest.EmptyModel"
            })
    void when_a_request_is_wrong_then_its_code_says_so(String body, int status, String code)
            throws IOException {
        var reply = submit(body);

        assertThat(reply.json().path("code").asText()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void when_the_last_frame_goes_with_the_first_then_the_media_are_taken() throws IOException {
        var reply =
                submit(
                        "{'model':'wan2.7-i2v','input':{'prompt':'Dusk falls','media':[{'type':'first_frame','url':'https://files.example.com/a.png'},{'type':'last_frame','url':'https://files.example.com/b.png'}]},'parameters':{'resolution':'1080P','duration':8}}");

        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
    }

    @Test
    void when_the_async_header_is_missing_then_it_is_403() throws IOException {
        var reply = web.post(PATH, json(BOAT));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.json().path("code").asText()).isEqualTo("AccessDenied");
    }

    @ParameterizedTest
    @CsvSource({
        "CONTENT_POLICY,400,DataInspectionFailed",
        "OPERATOR,401,InvalidApiKey",
        "QUOTA,400,Arrearage",
        "THROTTLE,429,Throttling.RateQuota",
        "SERVER,500,InternalError",
        "AWAY,503,ServiceUnavailable",
        "RETIRED,404,ModelNotFound"
    })
    void when_a_class_of_errors_is_asked_for_then_its_code_comes_back(
            Fault fault, int status, String code) throws IOException {
        SIMULATOR.rules().add(Rule.refuse(Step.SUBMIT, fault));

        var reply = submit(BOAT);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
    }
}
