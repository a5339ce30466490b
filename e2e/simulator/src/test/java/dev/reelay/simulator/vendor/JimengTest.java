package dev.reelay.simulator.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import dev.reelay.simulator.Web;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.rule.Effect;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.rule.Rule;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Dummy;
import dev.reelay.simulator.task.Phase;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JimengTest extends VendorTest {
    private static final String SUBMIT = "CVSync2AsyncSubmitTask";
    private static final String RESULT = "CVSync2AsyncGetResult";
    private static final String BOAT =
            "{'req_key':'jimeng_vgfm_t2v_l20','prompt':'a paper boat on a pond','seed':-1,'aspect_ratio':'16:9'}";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    JimengTest() {
        super("jimeng");
    }

    @BeforeEach
    void allowMany() {
        SIMULATOR.rules().add(Rule.concurrency(1000).by("jimeng"));
    }

    private static Call call(String action, String date, byte[] body, String host) {
        var headers = new Headers();
        headers.set("Content-Type", "application/json");
        headers.set("Host", host);
        headers.set("X-Date", date);
        headers.set("X-Content-Sha256", HexFormat.of().formatHex(Dummy.sha256(body)));
        return new Call("POST", "/", "Action=" + action + "&Version=2022-08-31", headers, body);
    }

    private Web.Reply send(String action, String body, String secret) throws IOException {
        var bytes = json(body).getBytes(UTF_8);
        var date = TIME.format(Instant.now());
        var call = call(action, date, bytes, vendor.baseUrl().replace("http://", ""));
        var names = List.of("content-type", "host", "x-content-sha256", "x-date");
        var unsigned =
                new JimengSignature(credential("access_key"), date.substring(0, 8), names, "");
        var headers = new ArrayList<String>();
        for (var name : List.of("Content-Type", "X-Date", "X-Content-Sha256")) {
            headers.addAll(List.of(name, call.header(name)));
        }
        headers.add("Authorization");
        headers.add(
                "HMAC-SHA256 Credential=%s/%s/cn-north-1/cv/request, SignedHeaders=%s, Signature=%s"
                        .formatted(
                                credential("access_key"),
                                date.substring(0, 8),
                                String.join(";", names),
                                unsigned.expected(call, secret)));
        return new Web(vendor.baseUrl())
                .send("POST", "/?" + call.query(), bytes, headers.toArray(String[]::new));
    }

    private Web.Reply send(String action, String body) throws IOException {
        return send(action, body, credential("secret_key"));
    }

    private String accepted() throws IOException {
        var reply = send(SUBMIT, BOAT);
        assertThat(reply.json().path("code").asInt()).as(reply.json().toString()).isEqualTo(10000);
        return reply.json().at("/data/task_id").asText();
    }

    private Web.Reply result(String key, String id) throws IOException {
        return send(RESULT, "{'req_key':'" + key + "','task_id':'" + id + "'}");
    }

    @Test
    void when_a_task_goes_its_way_then_the_page_s_words_tell_it() throws IOException {
        var id = accepted();
        var key = "jimeng_vgfm_t2v_l20";

        var queued = result(key, id).json();
        vendor.move(id, Phase.RUNNING);
        var running = result(key, id).json();
        vendor.move(id, Phase.SUCCEEDED);
        var done = result(key, id).json();

        assertThat(id).matches("[0-9]{19}");
        assertThat(queued.at("/data/status").asText()).isEqualTo("in_queue");
        assertThat(running.at("/data/status").asText()).isEqualTo("generating");
        assertThat(done.at("/data/status").asText()).isEqualTo("done");
        assertThat(new Web("").get(done.at("/data/video_url").asText()).isClip()).isTrue();
        assertThat(result("jimeng_t2v_v30", id).json().at("/data/status").asText())
                .isEqualTo("not_found");
    }

    @Test
    void when_its_video_is_stopped_then_the_outer_code_says_so() throws IOException {
        SIMULATOR.rules().add(Rule.of(Step.OUTCOME, Effect.CONTENT_POLICY));
        var id = accepted();
        vendor.move(id, Phase.FAILED);

        var reply = result("jimeng_vgfm_t2v_l20", id);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("code").asInt()).isEqualTo(50516);
        assertThat(reply.json().path("message").asText()).isEqualTo("Post Video Risk Not Pass");
    }

    @Test
    void when_one_runs_then_a_second_of_its_kind_is_refused() throws IOException {
        SIMULATOR.rules().clear();
        holdTasks();
        var body = BOAT.replace("jimeng_vgfm_t2v_l20", "jimeng_t2v_v30");
        var first = send(SUBMIT, body);

        var second = send(SUBMIT, body);
        vendor.move(first.json().at("/data/task_id").asText(), Phase.FAILED);

        assertThat(second.status()).isEqualTo(429);
        assertThat(second.json().path("code").asInt()).isEqualTo(50430);
    }

    @Test
    void when_the_secret_is_another_then_the_signature_does_not_match() throws IOException {
        var reply = send(SUBMIT, BOAT, "another");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.json().at("/ResponseMetadata/Error/Code").asText())
                .isEqualTo("SignatureDoesNotMatch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'req_key':'jimeng_t2v_v30','prompt':'a','frames':120}|50200",
                "{'req_key':'jimeng_t2v_v30','prompt':'a','duration':5}|50200",
                "{'req_key':'jimeng_t2v_v30'}|50200",
                "{'req_key':'jimeng_i2v_first_v30_1080','prompt':'a'}|50200",
                "{'req_key':'jimeng_v30','prompt':'a'}|30404"
            })
    void when_a_request_is_wrong_then_its_code_says_so(String body, int code) throws IOException {
        assertThat(send(SUBMIT, body).json().path("code").asInt()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "CONTENT_POLICY,400,50412",
        "THROTTLE,429,50429",
        "CONCURRENCY,429,50430",
        "SERVER,500,50500",
        "QUOTA,400,50400"
    })
    void when_a_class_of_errors_is_asked_for_then_its_code_comes_back(
            Fault fault, int status, int code) throws IOException {
        SIMULATOR.rules().add(Rule.refuse(Step.SUBMIT, fault));

        var reply = send(SUBMIT, BOAT);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("code").asInt()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CVSync2AsyncSubmitTask|AKLTexampleexampleexample0000|ZXhhbXBsZS1zZWNyZXQta2V5LTAwMDE=|20250115T081530Z|{\"req_key\":\"jimeng_vgfm_t2v_l20\",\"prompt\":\"a paper boat on a pond\",\"seed\":-1,\"aspect_ratio\":\"16:9\"}||bc1cc19463bc6ecb073a6a3a97866bd0921149f6b98bf382057300423d8942d2",
                "CVSync2AsyncGetResult|AKLTexampleexampleexample0000|ZXhhbXBsZS1zZWNyZXQta2V5LTAwMDE=|20250115T081530Z|{\"req_key\":\"jimeng_vgfm_t2v_l20\",\"task_id\":\"7392616336519610409\"}||4ca71573c054df40168ec753148cc19eeeb80b504491fe5cb363fa667c2f9b9a",
                "CVSync2AsyncSubmitTask|AKLTexampleexampleexample0000|ZXhhbXBsZS1zZWNyZXQta2V5LTAwMDE=|20250115T081530Z|{\"req_key\":\"jimeng_vgfm_t2v_l20\",\"prompt\":\"a paper boat on a pond\",\"seed\":-1,\"aspect_ratio\":\"16:9\"}|STSTOKENexample|498738ce5022329163625b9b3e28cc08b6e2d0380e033c9b1003e7612c13af21",
                "CVSync2AsyncSubmitTask|AKLTexampleexampleexample0000|ZXhhbXBsZS1zZWNyZXQta2V5LTAwMDE=|20250115T081530Z|{\"req_key\":\"jimeng_t2v_v30\",\"prompt\":\"一只纸船\",\"frames\":121}||5fa12ccde315f7b0565787252e825274ddf67c4546eb34102d3809a268a41209",
                "CVSync2AsyncGetResult|AKTEST|SKTEST|20240115T120000Z|{\"req_key\":\"jimeng_vgfm_t2v_l20\",\"task_id\":\"abc\"}||5cbe194cc35a9fe8a0dcf34cbfc8f10d2c989caa3059aa6fe4f186977c0fef7a"
            })
    void when_a_vector_of_the_page_comes_then_it_holds_and_no_other_does(
            String action,
            String access,
            String secret,
            String date,
            String body,
            String token,
            String signature) {
        var call = call(action, date, body.getBytes(UTF_8), "visual.volcengineapi.com");
        var names = "content-type;host;x-content-sha256;x-date";
        if (token != null) {
            call.headers().set("X-Security-Token", token);
            names += ";x-security-token";
        }
        var header =
                "HMAC-SHA256 Credential=%s/%s/cn-north-1/cv/request, SignedHeaders=%s, Signature=%s"
                        .formatted(access, date.substring(0, 8), names, signature);

        assertThat(JimengSignature.read(header).fault(call, secret)).isEmpty();
        assertThat(JimengSignature.read(header).fault(call, secret + "x")).isNotEmpty();
    }
}
