package dev.reelay.simulator.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

class ReplicateTest extends VendorTest {
    private static final String CREATE = "/models/kwaivgi/kling-v2.1/predictions";
    private static final String SMILE =
            "{'input':{'prompt':'She smiles','start_image':'https://files.example.com/a.png','duration':5,'mode':'standard'}}";

    private final Web web = web("Bearer " + credential("api_key"));

    ReplicateTest() {
        super("replicate");
    }

    private String submit() throws IOException {
        var reply = web.post(CREATE, json(SMILE));
        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(201);
        return reply.json().path("id").asText();
    }

    @Test
    void when_a_prediction_goes_its_way_then_the_page_s_words_tell_it() throws IOException {
        var made = web.post(CREATE, json(SMILE)).json();
        var id = made.path("id").asText();

        vendor.move(id, Phase.RUNNING);
        var running = web.get(made.at("/urls/get").asText()).json();
        vendor.move(id, Phase.SUCCEEDED);
        var done = web.get("/predictions/" + id).json();

        assertThat(made.path("status").asText()).isEqualTo("starting");
        assertThat(made.path("model").asText()).isEqualTo("kwaivgi/kling-v2.1");
        assertThat(running.path("status").asText()).isEqualTo("processing");
        assertThat(done.path("status").asText()).isEqualTo("succeeded");
        assertThat(done.has("metrics")).isTrue();
        assertThat(web.get(done.path("output").asText()).isClip()).isTrue();
        SIMULATOR.advance(Duration.ofMinutes(61));
        var late = web.get("/predictions/" + id).json();
        assertThat(late.path("data_removed").asBoolean()).isTrue();
        assertThat(late.path("output").isNull()).isTrue();
    }

    @Test
    void when_a_prediction_is_looked_at_alone_then_it_shows_its_webhook() throws IOException {
        try (var receiver = new Receiver()) {
            var body = json("{'input':{'prompt':'a'},'webhook':'" + receiver.url("/hook") + "'}");
            var id = web.post(CREATE, body).json().path("id").asText();

            var alone = web.get("/predictions/" + id).json();
            var listed = web.get("/predictions").json().at("/results/0");

            assertThat(alone.path("webhook").asText()).isEqualTo(receiver.url("/hook"));
            assertThat(listed.path("id").asText()).isEqualTo(id);
            assertThat(listed.has("webhook")).isFalse();
        }
    }

    @Test
    void when_a_file_is_uploaded_then_it_has_an_address() throws IOException {
        var file =
                "--b\r\nContent-Disposition: form-data; name=\"content\"; filename=\"a\"\r\n"
                        + "Content-Type: image/png\r\n\r\nhello\r\n--b--\r\n";
        var type = "multipart/form-data; boundary=b";

        var taken = web.send("POST", "/files", file.getBytes(UTF_8), "Content-Type", type);
        var none = web.send("POST", "/files", new byte[0], "Content-Type", type);

        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.json().at("/urls/get").asText()).contains("/files/");
        assertThat(none.status()).isEqualTo(422);
    }

    @Test
    void when_it_is_flagged_then_only_its_text_says_so() throws IOException {
        SIMULATOR.rules().add(Rule.of(Step.OUTCOME, Effect.CONTENT_POLICY));
        var id = submit();
        vendor.move(id, Phase.FAILED);

        var reply = web.get("/predictions/" + id).json();

        assertThat(reply.path("status").asText()).isEqualTo("failed");
        assertThat(reply.path("error").asText()).contains("flagged as sensitive").contains("E005");
    }

    @Test
    void when_several_files_come_then_the_output_is_a_list() throws IOException {
        SIMULATOR.rules().add(Rule.of(Step.OUTCOME, Effect.SEVERAL_FILES).count(3));
        var id = submit();
        vendor.move(id, Phase.SUCCEEDED);

        assertThat(web.get("/predictions/" + id).json().path("output")).hasSize(3);
    }

    @Test
    void when_it_is_not_started_by_its_deadline_then_it_is_aborted() throws IOException {
        SIMULATOR.rules().add(Rule.of(Step.RENDER, Effect.QUEUE, Duration.ofHours(10)));
        var id =
                web.send("POST", CREATE, json(SMILE).getBytes(UTF_8), "Cancel-After", "5m")
                        .json()
                        .path("id")
                        .asText();

        SIMULATOR.advance(Duration.ofMinutes(6));

        assertThat(web.get("/predictions/" + id).json().path("status").asText())
                .isEqualTo("aborted");
    }

    @Test
    void when_it_is_cancelled_then_a_finished_one_stays() throws IOException {
        var id = submit();
        var done = submit();
        vendor.move(done, Phase.SUCCEEDED);

        assertThat(web.post("/predictions/" + id + "/cancel", "").json().path("status").asText())
                .isEqualTo("canceled");
        assertThat(web.post("/predictions/" + done + "/cancel", "").json().path("status").asText())
                .isEqualTo("succeeded");
        assertThat(web.get("/predictions").json().path("results").findValuesAsText("id"))
                .contains(id, done);
    }

    @ParameterizedTest
    @CsvSource({
        "CALLER,422",
        "OPERATOR,401",
        "QUOTA,402",
        "THROTTLE,429",
        "SERVER,500",
        "RETIRED,404"
    })
    void when_a_class_of_errors_is_asked_for_then_its_status_comes_back(Fault fault, int status)
            throws IOException {
        SIMULATOR.rules().add(Rule.refuse(Step.SUBMIT, fault));

        var reply = web.post(CREATE, json(SMILE));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
        assertThat(reply.json().path("detail").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/predictions|{'input':{'prompt':'a'}}|422",
                "/predictions|{'version':'nothing','input':{}}|422",
                "/models/kwaivgi/kling-v2.1/predictions|{}|422",
                "/models/kwaivgi/kling-v2.1/predictions|{'input':{},'webhook_events_filter':['end']}|422"
            })
    void when_a_request_is_wrong_then_it_is_refused(String path, String body, int status)
            throws IOException {
        assertThat(web.post(path, json(body)).status()).isEqualTo(status);
    }

    @Test
    void when_it_has_a_webhook_then_what_was_filtered_comes_with_two_signatures()
            throws IOException {
        try (var receiver = new Receiver()) {
            var body =
                    SMILE.substring(0, SMILE.length() - 1)
                            + ",'webhook':'"
                            + receiver.url("/cb/replicate")
                            + "','webhook_events_filter':['completed']}";
            var id = web.post(CREATE, json(body)).json().path("id").asText();

            vendor.move(id, Phase.SUCCEEDED);

            await().atMost(Duration.ofSeconds(30)).until(() -> receiver.calls().size() == 1);
            var call = receiver.calls().getFirst();
            var secret = web.get("/webhooks/default/secret").json().path("key").asText();
            assertThat(call.header("webhook-signature").split(" "))
                    .hasSize(2)
                    .contains(
                            Hmac.standardWebhook(
                                    secret,
                                    call.header("webhook-id"),
                                    Long.parseLong(call.header("webhook-timestamp")),
                                    call.body()));
        }
    }

    @Test
    void when_a_message_is_signed_then_it_is_the_page_s_vector() {
        var body =
                json(
                        "{'id':'ufawqhfynnddngldkgtslldrkq','version':'hidden','status':'succeeded','output':'https://replicate.delivery/xyz/out.mp4','error':null}");

        assertThat(
                        Hmac.standardWebhook(
                                "whsec_cmVwbGljYXRlLWR1bW15LXdlYmhvb2stc2VjcmV0LTA=",
                                "msg_2aBcDeFgHiJkLmNoPqRs",
                                1736928930,
                                body.getBytes(UTF_8)))
                .isEqualTo("v1,v07Mak+xGjNsdDIB63T5OX2JpZqpKFKlMaAE0T/cRKc=");
    }
}
