package dev.reelay.simulator.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelay.simulator.Receiver;
import dev.reelay.simulator.Web;
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

class ByteDanceTest extends VendorTest {
    private static final String TASKS = "/contents/generations/tasks";
    private static final String CUP =
            "{'model':'seedance-1-5-pro-251215','content':[{'type':'text','text':'A slow orbit around a ceramic cup'},"
                    + "{'type':'image_url','image_url':{'url':'https://files.example.com/a.png'},'role':'first_frame'},"
                    + "{'type':'image_url','image_url':{'url':'https://files.example.com/b.png'},'role':'last_frame'}],"
                    + "'resolution':'720p','ratio':'16:9','duration':5,'seed':11,'generate_audio':false,'watermark':false,"
                    + "'return_last_frame':true,'service_tier':'default','execution_expires_after':7200}";

    private final Web web = web("Bearer " + credential("api_key"));

    ByteDanceTest() {
        super("bytedance");
    }

    private String submit() throws IOException {
        var reply = web.post(TASKS, json(CUP));
        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
        return reply.json().path("id").asText();
    }

    @Test
    void when_a_task_goes_its_way_then_the_page_s_members_tell_it() throws IOException {
        var id = submit();

        var queued = web.get(TASKS + "/" + id).json();
        vendor.move(id, Phase.SUCCEEDED);
        var done = web.get(TASKS + "/" + id).json();

        assertThat(id).matches("cgt-[0-9]{14}-[0-9a-z]+");
        assertThat(queued.path("status").asText()).isEqualTo("queued");
        assertThat(queued.has("content")).isFalse();
        assertThat(queued.has("usage")).isFalse();
        assertThat(done.path("status").asText()).isEqualTo("succeeded");
        assertThat(done.path("error").isNull()).isTrue();
        assertThat(done.path("seed").asInt()).isEqualTo(11);
        assertThat(done.at("/usage/completion_tokens").asInt()).isEqualTo(108900);
        assertThat(new Web("").get(done.at("/content/video_url").asText()).isClip()).isTrue();
        assertThat(
                        new Web("")
                                .get(done.at("/content/last_frame_url").asText())
                                .header("Content-Type"))
                .isEqualTo("image/png");
    }

    @Test
    void when_several_are_asked_for_then_one_list_tells_them() throws IOException {
        var one = submit();
        var two = submit();
        submit();

        var list =
                web.get(TASKS + "?page_size=10&filter.task_ids=" + one + "&filter.task_ids=" + two)
                        .json();

        assertThat(list.path("total").asInt()).isEqualTo(2);
        assertThat(list.path("items").findValuesAsText("id")).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void when_its_output_is_stopped_then_it_is_a_failed_task_with_200() throws IOException {
        SIMULATOR.rules().add(Rule.of(Step.OUTCOME, Effect.CONTENT_POLICY));
        var id = submit();
        vendor.move(id, Phase.FAILED);

        var reply = web.get(TASKS + "/" + id);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/error/code").asText())
                .isEqualTo("OutputVideoSensitiveContentDetected");
    }

    @Test
    void when_it_is_deleted_then_its_state_decides_what_that_means() throws IOException {
        var queued = submit();
        var running = submit();
        var done = submit();
        vendor.move(running, Phase.RUNNING);
        vendor.move(done, Phase.SUCCEEDED);

        assertThat(web.send("DELETE", TASKS + "/" + queued, new byte[0]).status()).isEqualTo(200);
        assertThat(web.send("DELETE", TASKS + "/" + running, new byte[0]).status()).isEqualTo(409);
        assertThat(web.send("DELETE", TASKS + "/" + done, new byte[0]).status()).isEqualTo(200);
        assertThat(web.get(TASKS + "/" + queued).json().path("status").asText())
                .isEqualTo("cancelled");
        assertThat(web.get(TASKS + "/" + done).status()).isEqualTo(404);
    }

    @Test
    void when_its_deadline_passes_then_it_expires() throws IOException {
        var id = submit();

        SIMULATOR.advance(Duration.ofSeconds(7201));

        assertThat(web.get(TASKS + "/" + id).json().path("status").asText()).isEqualTo("expired");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'model':'seedance-1-5-pro-251215','content':[{'type':'text','text':'a'}],'duration':13}|400|InvalidParameter.duration",
                "{'model':'seedance-1-5-pro-251215','content':[{'type':'text','text':'a'}],'ratio':'2:1'}|400|InvalidParameter.ratio",
                "{'model':'seedance-1-5-pro-251215','content':[{'type':'text','text':'a'}],'frames':29}|400|InvalidParameter.UnsupportedParameter",
                "{'model':'seedance-1-0-pro-250528','content':[{'type':'text','text':'a'}],'generate_audio':true}|400|InvalidParameter.UnsupportedParameter",
                "{'model':'seedance-1-0-pro-250528','content':[{'type':'image_url','image_url':{'url':'https://a.example/a.png'},'role':'last_frame'}]}|400|InvalidParameter.TaskTypeConstraint",
                "{'model':'seedance-1-0-pro-250528','content':[{'type':'image_url','image_url':{'url':''}}]}|400|InvalidImageURL.EmptyURL",
                "{'model':'doubao-seedance-2-0-260128','content':[{'type':'video_url','role':'reference_video','video_url':{'url':'data:video/mp4;base64,YQ=='}}]}|400|InvalidParameter.video_url",
                "{'content':[]}|400|MissingParameter.model",
                "{'model':'other','content':[]}|404|InvalidEndpointOrModel.NotFound"
            })
    void when_a_request_is_wrong_then_its_code_says_so(String body, int status, String code)
            throws IOException {
        var reply = web.post(TASKS, json(body));

        assertThat(reply.json().at("/error/code").asText()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "CONTENT_POLICY,400,InputTextSensitiveContentDetected",
        "OPERATOR,401,AuthenticationError",
        "QUOTA,403,AccountOverdueError",
        "THROTTLE,429,RateLimitExceeded.EndpointRPMExceeded",
        "CONCURRENCY,429,QuotaExceeded",
        "SERVER,500,InternalServiceError",
        "RETIRED,404,ModelNotOpen"
    })
    void when_a_class_of_errors_is_asked_for_then_its_code_comes_back(
            Fault fault, int status, String code) throws IOException {
        SIMULATOR.rules().add(Rule.refuse(Step.SUBMIT, fault));

        var reply = web.post(TASKS, json(CUP));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo(code);
    }

    @Test
    void when_it_has_a_callback_then_the_object_of_each_change_is_posted() throws IOException {
        try (var receiver = new Receiver()) {
            var body =
                    json(
                            CUP.replace(
                                    "'seed':11",
                                    "'callback_url':'" + receiver.url("/cb/ark") + "'"));
            var id = web.post(TASKS, body).json().path("id").asText();
            await().atMost(Duration.ofSeconds(30)).until(() -> receiver.calls().size() == 1);
            vendor.move(id, Phase.RUNNING);
            await().atMost(Duration.ofSeconds(30)).until(() -> receiver.calls().size() == 2);
            vendor.move(id, Phase.SUCCEEDED);
            await().atMost(Duration.ofSeconds(30)).until(() -> receiver.calls().size() == 3);

            assertThat(receiver.bodies())
                    .extracting(each -> each.path("status").asText())
                    .containsExactly("queued", "running", "succeeded");
        }
    }
}
