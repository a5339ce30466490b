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
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViduTest extends VendorTest {
    private static final String BOAT =
            "{'model':'viduq1','prompt':'A paper boat on a pond','style':'general','duration':5,'seed':0,"
                    + "'aspect_ratio':'16:9','resolution':'1080p','movement_amplitude':'auto','bgm':false,'payload':'task-01J9'}";

    private final Web web = web("Token " + credential("api_key"));

    ViduTest() {
        super("vidu");
    }

    private String submit() throws IOException {
        return web.post("/ent/v2/text2video", json(BOAT)).json().path("task_id").asText();
    }

    private String creations(String id) {
        return "/ent/v2/tasks/" + id + "/creations";
    }

    @Test
    void when_a_task_goes_its_way_then_the_page_s_members_tell_it() throws IOException {
        var made = web.post("/ent/v2/text2video", json(BOAT)).json();
        var id = made.path("task_id").asText();

        var queued = web.get(creations(id)).json();
        vendor.move(id, Phase.RUNNING);
        var running = web.get(creations(id)).json();
        vendor.move(id, Phase.SUCCEEDED);
        var done = web.get(creations(id)).json();

        assertThat(made.path("state").asText()).isEqualTo("created");
        assertThat(made.path("payload").asText()).isEqualTo("task-01J9");
        assertThat(made.path("seed").asInt()).isPositive();
        assertThat(queued.path("state").asText()).isEqualTo("queueing");
        assertThat(running.path("state").asText()).isEqualTo("processing");
        assertThat(done.path("state").asText()).isEqualTo("success");
        assertThat(new Web("").get(done.at("/creations/0/url").asText()).isClip()).isTrue();
    }

    @Test
    void when_policy_stops_it_then_its_credits_come_back() throws IOException {
        SIMULATOR.rules().add(Rule.of(Step.OUTCOME, Effect.CONTENT_POLICY));
        var id = submit();
        vendor.move(id, Phase.FAILED);

        var reply = web.get(creations(id)).json();

        assertThat(reply.path("err_code").asText()).isEqualTo("CreationPolicyViolation");
        assertThat(reply.path("credits").asInt(-1)).isZero();
    }

    @Test
    void when_it_is_cancelled_then_only_a_queued_one_is() throws IOException {
        var queued = submit();
        var running = submit();
        vendor.move(running, Phase.RUNNING);

        var first = web.post("/ent/v2/tasks/" + queued + "/cancel", "{\"id\":\"" + queued + "\"}");
        var second =
                web.post("/ent/v2/tasks/" + running + "/cancel", "{\"id\":\"" + running + "\"}");

        assertThat(first.status()).isEqualTo(200);
        assertThat(web.get(creations(queued)).json().path("err_code").asText())
                .isEqualTo("UserCancelled");
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.json().path("message").asText())
                .isEqualTo("task state is scheduled, can not cancel");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "img2video|{'model':'vidu2.0','images':['https://a.example/a.png'],'duration':8,'resolution':'1080p'}|FieldInvalid",
                "text2video|{'model':'vidu2.0','prompt':'a'}|FieldInvalid",
                "text2video|{'model':'viduq1','prompt':'a','duration':4}|FieldInvalid",
                "text2video|{'model':'viduq1'}|FieldLacking",
                "text2video|{'model':'viduq1','prompt':'a','strange':1}|FieldUnwanted",
                "img2video|{'model':'viduq1'}|FieldItemCountOutOfRange",
                "start-end2video|{'model':'viduq1','images':['https://a.example/a.png']}|FieldItemCountOutOfRange",
                "img2video|{'model':'viduq1','images':['http://127.0.0.1:9/a.png']}|ImageDownloadFailure"
            })
    void when_a_request_is_wrong_then_its_reason_says_so(
            String operation, String body, String reason) throws IOException {
        var reply = web.post("/ent/v2/" + operation, json(body));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("reason").asText()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "CALLER,400,FieldInvalid",
        "CONTENT_POLICY,400,TaskPromptPolicyViolation",
        "OPERATOR,401,Unauthorized",
        "QUOTA,400,CreditInsufficient",
        "THROTTLE,429,TooManyRequests",
        "CONCURRENCY,429,QuotaExceeded",
        "SERVER,500,InternalServiceFailure",
        "RETIRED,400,ModelUnavailable"
    })
    void when_a_class_of_errors_is_asked_for_then_its_reason_comes_back(
            Fault fault, int status, String reason) throws IOException {
        SIMULATOR.rules().add(Rule.refuse(Step.SUBMIT, fault));

        var reply = web.post("/ent/v2/text2video", json(BOAT));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("reason").asText()).isEqualTo(reason);
    }

    @Test
    void when_the_scheme_is_bearer_then_it_is_401() throws IOException {
        assertThat(web("Bearer " + credential("api_key")).get("/ent/v2/credits").status())
                .isEqualTo(401);
        assertThat(web.get("/ent/v2/credits").json().at("/remains/0/type").asText())
                .isEqualTo("metered");
    }

    @Test
    void when_it_has_a_callback_then_processing_and_the_end_are_told_and_signed()
            throws IOException {
        try (var receiver = new Receiver()) {
            var url = receiver.url("/cb/vidu/acct-7?tok=abc123");
            var body = json(BOAT.replace("}", ",'callback_url':'" + url + "'}"));
            var id = web.post("/ent/v2/text2video", body).json().path("task_id").asText();

            vendor.move(id, Phase.RUNNING);
            await().atMost(Duration.ofSeconds(30)).until(() -> receiver.calls().size() == 1);
            vendor.move(id, Phase.SUCCEEDED);
            await().atMost(Duration.ofSeconds(30)).until(() -> receiver.calls().size() == 2);

            assertThat(receiver.bodies())
                    .extracting(each -> each.path("state").asText())
                    .containsExactly("processing", "success");
            var call = receiver.calls().getFirst();
            assertThat(call.header("X-HMAC-SIGNATURE"))
                    .isEqualTo(
                            signature(
                                    credential("api_key"),
                                    url,
                                    call.header("Date"),
                                    call.header("x-request-nonce")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://127.0.0.1:8080/vidu/callback?name=james&age=36|Tue, 06 May 2025 12:09:42 GMT|lLHXDT+Oi+TvZQx9svL0lV5Wk6JFS5FgQ6eb8EJ58fs=",
                "https://gw.example.com/cb/vidu/acct-7?tok=abc123|Wed, 15 Jan 2025 08:15:30 GMT|vb+0tkW2/+48ele/ep1QF++4Mgols2efn/vixt+67wY=",
                "https://gw.example.com/cb/vidu|Wed, 15 Jan 2025 08:15:30 GMT|7gw+dECkK5Fl7dUlIHSproOwCL4QrFdGreCTB/aRe1Y="
            })
    void when_a_message_is_signed_then_it_is_the_page_s_vector(
            String url, String date, String signature) {
        assertThat(
                        signature(
                                "vda_dummy_0123456789abcdef",
                                url,
                                date,
                                "123e4567-e89b-12d3-a456-426614174000"))
                .isEqualTo(signature);
    }

    private static String signature(String key, String url, String date, String nonce) {
        var value = Vidu.headers(key, URI.create(url), date, nonce).get("X-HMAC-SIGNATURE");
        return value == null ? "" : value;
    }
}
