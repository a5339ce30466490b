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
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KlingTest extends VendorTest {
    private static final String SECRET = "SKdummy0000000000000000000000001";
    private static final String TOKEN =
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJBS2R1bW15MDAwMDAwMDAwMDAwMDAwMDAwMDAwMD"
                    + "AwMSIsImV4cCI6MTc2NzIyNzQwMCwibmJmIjoxNzY3MjI1NTk1fQ.t8duL63rxVFQLJvucxlOvtgtraaY"
                    + "Ih4Tselz2Aeouwg";

    private final Web web = web("Bearer " + credential("api_key"));

    KlingTest() {
        super("kling");
    }

    private String submit(String token) throws IOException {
        var reply =
                web.post(
                        "/image-to-video/kling-3.0",
                        json(
                                """
                                {'contents':[
                                  {'type':'prompt','text':'The boat drifts away'},
                                  {'type':'first_frame','url':'https://cdn.example/first.png'},
                                  {'type':'last_frame','url':'https://cdn.example/last.png'}],
                                 'settings':{'resolution':'1080p','duration':5,'audio':'off','multi_shot':false},
                                 'options':{'external_task_id':'%s'}}"""
                                        .formatted(token)));
        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
        assertThat(reply.json().path("code").asInt(-1)).isZero();
        assertThat(reply.json().at("/data/status").asText()).isEqualTo("submitted");
        assertThat(reply.json().at("/data/external_id").asText()).isEqualTo(token);
        return reply.json().at("/data/id").asText();
    }

    @Nested
    class GivenTheNewStandard {
        @Test
        void when_a_task_goes_its_way_then_a_batch_query_tells_it() throws IOException {
            var id = submit("att_01");
            var other = submit("att_02");

            vendor.move(id, Phase.RUNNING);
            var running = web.get("/tasks?task_ids=" + id + "," + other + ",1").json();
            vendor.move(id, Phase.SUCCEEDED);
            var done = web.get("/tasks?external_task_ids=att_01").json().at("/data/0");

            assertThat(running.path("data")).hasSize(2);
            assertThat(running.path("data").findValuesAsText("status"))
                    .containsExactlyInAnyOrder("processing", "submitted");
            assertThat(done.path("status").asText()).isEqualTo("succeeded");
            assertThat(done.at("/outputs/0/type").asText()).isEqualTo("video");
            assertThat(done.at("/outputs/0/duration").asText()).isEqualTo("5.041");
            assertThat(done.at("/billing/0/charge_type").asText()).isEqualTo("unit");
            assertThat(new Web("").get(done.at("/outputs/0/url").asText()).isClip()).isTrue();
        }

        @Test
        void when_risk_control_stops_it_then_only_its_message_says_so() throws IOException {
            SIMULATOR.rules().add(Rule.of(Step.OUTCOME, Effect.CONTENT_POLICY));
            var id = submit("att_03");

            vendor.move(id, Phase.FAILED);
            var reply = web.get("/tasks?task_ids=" + id).json();

            assertThat(reply.path("code").asInt(-1)).isZero();
            assertThat(reply.at("/data/0/status").asText()).isEqualTo("failed");
            assertThat(reply.at("/data/0/message").asText())
                    .isEqualTo("Failure to pass the risk control system");
        }

        @Test
        void when_an_external_id_is_used_again_then_no_second_task_is_made() throws IOException {
            submit("att_04");

            var again =
                    web.post(
                            "/text-to-video/kling-2.6",
                            json("{'prompt':'a','options':{'external_task_id':'att_04'}}"));

            assertThat(again.status()).isEqualTo(400);
            assertThat(again.json().path("code").asInt()).isEqualTo(1201);
            assertThat(vendor.bill())
                    .filteredOn(entry -> "att_04".equals(entry.clientToken()))
                    .hasSize(1);
        }

        @Test
        void when_an_unknown_id_is_asked_for_then_the_list_is_empty() throws IOException {
            var reply = web.get("/tasks?task_ids=893605946402811985");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().path("data")).isEmpty();
            assertThat(web.get("/tasks?ids=1").json().path("message").asText())
                    .isEqualTo("task_ids or external_task_ids is required");
        }

        @Test
        void when_tasks_are_listed_then_pages_follow() throws IOException {
            submit("att_05");
            submit("att_06");

            var page = web.post("/tasks", "{\"limit\":1}").json().path("data");

            assertThat(page.path("result")).hasSize(1);
            assertThat(page.path("has_more").asBoolean()).isTrue();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "/text-to-video/kling-3.0|{'settings':{}}|400|1201",
                    "/text-to-video/kling-3.0|{'prompt':'a','settings':{'duration':'5'}}|400|1201",
                    "/text-to-video/kling-2.6|{'prompt':'a','settings':{'duration':7}}|400|1201",
                    "/text-to-video/kling-3.0|{'prompt':'a','negative_prompt':'b'}|400|1201",
                    "/text-to-video/kling-2.6|{'prompt':'a','settings':{'audio':'native'}}|400|1201",
                    "/text-to-video/kling-3.0-turbo|{'prompt':'a','settings':{'resolution':'4k'}}|400|1201",
                    "/text-to-video/kling-v1-6|{'prompt':'a'}|404|1203",
                    "/image-to-video/kling-3.0|{'contents':[{'type':'last_frame','url':'https://a.example/a.png'}]}|400|1201",
                    "/image-to-video/kling-3.0|{'contents':[{'type':'first_frame','url':'data:image/png;base64,AAAA'}]}|400|1201",
                    "/text-to-videos|{}|404|1202"
                })
        void when_a_request_is_wrong_then_its_code_says_so(
                String path, String body, int status, int code) throws IOException {
            var reply = web.post(path, json(body));

            assertThat(reply.status()).as(reply.json().toString()).isEqualTo(status);
            assertThat(reply.json().path("code").asInt()).isEqualTo(code);
        }

        @Test
        void when_it_has_a_callback_then_each_change_is_told_and_signed() throws IOException {
            try (var receiver = new Receiver()) {
                var reply =
                        web.post(
                                "/text-to-video/kling-2.6",
                                json(
                                        "{'prompt':'a','options':{'callback_url':'%s'}}"
                                                .formatted(receiver.url("/cb/kling"))));
                var id = reply.json().at("/data/id").asText();
                await().atMost(Duration.ofSeconds(30)).until(() -> receiver.calls().size() == 1);
                vendor.move(id, Phase.RUNNING);
                await().atMost(Duration.ofSeconds(30)).until(() -> receiver.calls().size() == 2);
                vendor.move(id, Phase.SUCCEEDED);
                await().atMost(Duration.ofSeconds(30)).until(() -> receiver.calls().size() == 3);

                assertThat(receiver.bodies())
                        .extracting(body -> body.path("status").asText())
                        .containsExactly("submitted", "processing", "succeeded");
                assertThat(receiver.bodies().getLast().at("/outputs/0/url").asText())
                        .startsWith("http");
                var last = receiver.calls().getLast();
                assertThat(last.header("webhook-signature"))
                        .isEqualTo(
                                Hmac.standardWebhook(
                                        credential("webhook_secret"),
                                        last.header("webhook-id"),
                                        Long.parseLong(last.header("webhook-timestamp")),
                                        last.body()));
            }
        }
    }

    @Nested
    class GivenTheLegacyStandard {
        private String jwt(long expires, long from) {
            var encoder = Base64.getUrlEncoder().withoutPadding();
            var input =
                    encoder.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
                            + "."
                            + encoder.encodeToString(
                                    json("{'iss':'%s','exp':%d,'nbf':%d}"
                                                    .formatted(
                                                            credential("access_key"),
                                                            expires,
                                                            from))
                                            .getBytes(UTF_8));
            return input
                    + "."
                    + encoder.encodeToString(
                            Hmac.of(credential("secret_key").getBytes(UTF_8), input));
        }

        private final long now = Instant.now().getEpochSecond();

        @Test
        void when_a_task_goes_its_way_then_its_own_path_tells_it() throws IOException {
            var signed = web("Bearer " + jwt(now + 1800, now - 5));
            var body =
                    json(
                            "{'model_name':'kling-v2-6','prompt':'a','duration':'5','external_task_id':'old_1'}");
            var made = signed.post("/v1/videos/text2video", body).json();
            var id = made.at("/data/task_id").asText();

            vendor.move(id, Phase.SUCCEEDED);
            var done = signed.get("/v1/videos/text2video/old_1").json().path("data");

            assertThat(made.at("/data/task_status").asText()).isEqualTo("submitted");
            assertThat(done.path("task_status").asText()).isEqualTo("succeed");
            assertThat(done.at("/task_result/videos/0/url").asText()).startsWith("http");
            assertThat(done.path("final_unit_deduction").asText()).isEqualTo("2");
            assertThat(signed.get("/v1/videos/image2video/" + id).status()).isEqualTo(404);
        }

        @Test
        void when_the_token_is_early_or_late_then_its_code_says_so() throws IOException {
            assertThat(
                            web("Bearer " + jwt(now + 3600, now + 600))
                                    .get("/v1/videos/text2video")
                                    .json()
                                    .path("code")
                                    .asInt())
                    .isEqualTo(1003);
            assertThat(
                            web("Bearer " + jwt(now - 600, now - 1200))
                                    .get("/v1/videos/text2video")
                                    .json()
                                    .path("code")
                                    .asInt())
                    .isEqualTo(1004);
            assertThat(web("Bearer " + jwt(now + 1800, now - 5)).get("/tasks?task_ids=1").status())
                    .isEqualTo(401);
        }

        @Test
        void when_the_model_stands_in_the_wrong_field_then_the_retired_default_is_meant()
                throws IOException {
            var reply =
                    web.post("/v1/videos/text2video", json("{'model':'kling-v3','prompt':'a'}"));

            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.json().path("code").asInt()).isEqualTo(1203);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'model_name':'kling-v2-6','prompt':'a','duration':5}",
                    "{'model_name':'kling-v2-6','prompt':'a','sound':'on'}",
                    "{'model_name':'kling-v3','prompt':'a','duration':'16'}",
                    "{'model_name':'kling-v2-6','prompt':'a','cfg_scale':0.5}"
                })
        void when_a_request_is_wrong_then_it_is_1201(String body) throws IOException {
            assertThat(web.post("/v1/videos/text2video", json(body)).json().path("code").asInt())
                    .isEqualTo(1201);
        }
    }

    @Nested
    class GivenItsVectors {
        @Test
        void when_the_page_s_token_is_read_then_it_is_good_in_its_time_only() {
            var good = Instant.ofEpochSecond(1767225600);

            assertThat(KlingToken.read(TOKEN, _ -> SECRET, good).code()).isZero();
            assertThat(KlingToken.read(TOKEN, _ -> SECRET, good.minusSeconds(60)).code())
                    .isEqualTo(1003);
            assertThat(KlingToken.read(TOKEN, _ -> SECRET, good.plusSeconds(1801)).code())
                    .isEqualTo(1004);
            assertThat(KlingToken.read(TOKEN, _ -> SECRET + "x", good).code()).isEqualTo(1002);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=|9876543210|1781080794|{\"id\":\"1234567890\",\"status\":\"succeeded\",\"message\":\"\",\"create_time\":1781080778802,\"update_time\":1781080794151}|v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4=",
                    "whsec_ZHVtbXktb2xkLXdlYmhvb2stc2VjcmV0LTAwMDAwMDE=|wh_0001|1767225661|{\"id\":\"893605946402811985\",\"status\":\"failed\",\"message\":\"Failure to pass the risk control system\",\"create_time\":1767225600000,\"update_time\":1767225660000,\"external_id\":\"att_01J0000000000000000000001\",\"outputs\":[],\"billing\":[]}|v1,r4PStcFtPdm9ErotMEUh5hInEoOo+xq3uT7s6jv/PXI=",
                    "whsec_ZHVtbXktbmV3LXdlYmhvb2stc2VjcmV0LTAwMDAwMDI=|wh_0001|1767225661|{\"id\":\"893605946402811985\",\"status\":\"failed\",\"message\":\"Failure to pass the risk control system\",\"create_time\":1767225600000,\"update_time\":1767225660000,\"external_id\":\"att_01J0000000000000000000001\",\"outputs\":[],\"billing\":[]}|v1,hbqpxRVGKCikLQ+1n5eFIqJn7QBVEM+NsSirX9iOcmI="
                })
        void when_a_message_is_signed_then_it_is_the_page_s(
                String secret, String id, long time, String body, String signature) {
            assertThat(Hmac.standardWebhook(secret, id, time, body.getBytes(UTF_8)))
                    .isEqualTo(signature);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CALLER,400,1201",
        "CONTENT_POLICY,400,1301",
        "OPERATOR,401,1002",
        "QUOTA,429,1102",
        "THROTTLE,429,1302",
        "CONCURRENCY,429,1303",
        "SERVER,500,5000",
        "AWAY,503,5001",
        "RETIRED,404,1203"
    })
    void when_a_class_of_errors_is_asked_for_then_the_page_s_row_comes_back(
            Fault fault, int status, int code) throws IOException {
        SIMULATOR.rules().add(Rule.refuse(Step.SUBMIT, fault));

        var reply = web.post("/text-to-video/kling-3.0", json("{'prompt':'a'}"));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("code").asInt()).isEqualTo(code);
    }

    @Test
    void when_no_key_is_shown_then_the_page_s_words_come_back() throws IOException {
        var reply = new Web(vendor.baseUrl()).get("/tasks?task_ids=1");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.json().path("code").asInt()).isEqualTo(1001);
        assertThat(reply.json().path("message").asText()).isEqualTo("Authorization is empty");
    }
}
