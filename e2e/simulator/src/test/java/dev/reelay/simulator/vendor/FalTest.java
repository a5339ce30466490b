package dev.reelay.simulator.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.net.URLEncoder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalTest extends VendorTest {
    private static final String ENDPOINT = "/fal-ai/kling-video/v2.1/standard/image-to-video";
    private static final String SMILE =
            "{'prompt':'She smiles','image_url':'https://files.example.com/a.png','duration':'5'}";

    private final Web web = web("Key " + credential("api_key"));

    FalTest() {
        super("fal");
    }

    private String submit(String body) throws IOException {
        return web.post(ENDPOINT, json(body)).json().path("request_id").asText();
    }

    private String request(String id) {
        return "/fal-ai/kling-video/requests/" + id;
    }

    @Test
    void when_a_request_goes_its_way_then_statuses_and_result_tell_it() throws IOException {
        var made = web.post(ENDPOINT, json(SMILE)).json();
        var id = made.path("request_id").asText();

        var queued = web.get(made.path("status_url").asText());
        vendor.move(id, Phase.RUNNING);
        var running = web.get(made.path("status_url").asText());
        var early = web.get(made.path("response_url").asText());
        vendor.move(id, Phase.SUCCEEDED);
        var done = web.get(made.path("status_url").asText());
        var result = web.get(made.path("response_url").asText());

        assertThat(made.path("status").asText()).isEqualTo("IN_QUEUE");
        assertThat(made.path("response_url").asText()).endsWith(request(id));
        assertThat(queued.status()).isEqualTo(202);
        assertThat(running.status()).isEqualTo(202);
        assertThat(running.json().path("status").asText()).isEqualTo("IN_PROGRESS");
        assertThat(early.status()).isEqualTo(400);
        assertThat(early.json().path("detail").asText()).isEqualTo("Request is still in progress");
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.json().path("status").asText()).isEqualTo("COMPLETED");
        assertThat(new Web("").get(result.json().at("/video/url").asText()).isClip()).isTrue();
    }

    @Test
    void when_its_whole_endpoint_is_used_for_the_status_then_it_is_405() throws IOException {
        var id = submit(SMILE);

        assertThat(web.get(ENDPOINT + "/requests/" + id + "/status").status()).isEqualTo(405);
    }

    @Test
    void when_policy_stops_it_then_it_is_completed_and_its_result_is_422() throws IOException {
        SIMULATOR.rules().add(Rule.of(Step.OUTCOME, Effect.CONTENT_POLICY));
        var id = submit(SMILE);
        vendor.move(id, Phase.FAILED);

        var status = web.get(request(id) + "/status");
        var result = web.get(request(id));

        assertThat(status.status()).isEqualTo(200);
        assertThat(status.json().path("status").asText()).isEqualTo("COMPLETED");
        assertThat(status.json().path("error_type").asText()).isEqualTo("content_policy_violation");
        assertThat(result.status()).isEqualTo(422);
        assertThat(result.json().at("/detail/0/type").asText())
                .isEqualTo("content_policy_violation");
    }

    @Test
    void when_the_input_is_wrong_then_that_is_said_at_the_end() throws IOException {
        var id = submit("{'duration':'5'}");
        vendor.move(id, Phase.SUCCEEDED);

        var result = web.get(request(id));

        assertThat(result.status()).isEqualTo(422);
        assertThat(result.json().at("/detail/0/msg").asText()).isEqualTo("field required");
    }

    @Test
    void when_it_is_cancelled_then_a_queued_one_ends_and_a_running_one_may_finish()
            throws IOException {
        var queued = submit(SMILE);
        var running = submit(SMILE);
        vendor.move(running, Phase.RUNNING);

        var first = web.send("PUT", request(queued) + "/cancel", new byte[0]);
        var second = web.send("PUT", request(running) + "/cancel", new byte[0]);
        vendor.move(running, Phase.SUCCEEDED);
        var third = web.send("PUT", request(running) + "/cancel", new byte[0]);

        assertThat(first.json().path("status").asText()).isEqualTo("CANCELLATION_REQUESTED");
        assertThat(web.get(request(queued) + "/status").json().path("error_type").asText())
                .isEqualTo("client_cancelled");
        assertThat(second.status()).isEqualTo(202);
        assertThat(third.status()).isEqualTo(400);
        assertThat(third.json().path("status").asText()).isEqualTo("ALREADY_COMPLETED");
    }

    @ParameterizedTest
    @CsvSource({
        "CALLER,400",
        "CONTENT_POLICY,422",
        "OPERATOR,401",
        "QUOTA,403",
        "THROTTLE,429",
        "SERVER,500",
        "AWAY,503",
        "RETIRED,404"
    })
    void when_a_class_of_errors_is_asked_for_then_its_status_comes_back(Fault fault, int status)
            throws IOException {
        SIMULATOR.rules().add(Rule.refuse(Step.SUBMIT, fault));

        assertThat(web.post(ENDPOINT, json(SMILE)).status()).isEqualTo(status);
    }

    @Test
    void when_the_scheme_is_bearer_then_it_is_401() throws IOException {
        assertThat(web("Bearer " + credential("api_key")).post(ENDPOINT, json(SMILE)).status())
                .isEqualTo(401);
    }

    @Test
    void when_it_has_a_webhook_then_its_end_is_told_and_signed() throws IOException {
        try (var receiver = new Receiver()) {
            var hook = URLEncoder.encode(receiver.url("/cb/fal"), UTF_8);
            var id =
                    web.post(ENDPOINT + "?fal_webhook=" + hook, json(SMILE))
                            .json()
                            .path("request_id")
                            .asText();

            vendor.move(id, Phase.SUCCEEDED);

            await().atMost(Duration.ofSeconds(30)).until(() -> receiver.calls().size() == 1);
            var call = receiver.calls().getFirst();
            assertThat(receiver.bodies().getFirst().path("status").asText()).isEqualTo("OK");
            assertThat(call.header("X-Fal-Webhook-Signature"))
                    .isEqualTo(
                            FalSignature.of(
                                    id,
                                    call.header("X-Fal-Webhook-User-Id"),
                                    Long.parseLong(call.header("X-Fal-Webhook-Timestamp")),
                                    call.body()));
            assertThat(web.get("/.well-known/jwks.json").json().at("/keys/0/x").asText())
                    .isEqualTo("A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg");
        }
    }

    @Test
    void when_a_message_is_signed_then_it_is_the_page_s_vector() {
        var id = "764cabcf-b745-4b3e-ae38-1200304cf45b";
        var body =
                json(
                        "{'request_id':'764cabcf-b745-4b3e-ae38-1200304cf45b','gateway_request_id':'764cabcf-b745-4b3e-ae38-1200304cf45b','status':'OK','payload':{'video':{'url':'https://v3b.fal.media/files/b/zebra/out.mp4','content_type':'video/mp4','file_name':'out.mp4','file_size':1048576},'seed':42}}");

        assertThat(FalSignature.of(id, "github|1234567", 1736928930, body.getBytes(UTF_8)))
                .isEqualTo(
                        "69badcd8652efec8e2e24b82b7fcd3bae277bebf30b0378ad33bb652f6d53edacaac3072d4789a3f"
                                + "501878c960c3ff3fb0b1b10aa595b3d0fb11665f10f2cf08");
    }
}
