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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MiniMaxTest extends VendorTest {
    private static final String BOAT =
            "{'model':'MiniMax-Hailuo-2.3','prompt':'A paper boat on a rainy street','duration':6,'resolution':'768P'}";
    private static final String SECOND =
            "{'model':'MiniMax-H3','content':[{'type':'text','text':'A paper boat on a rainy street'},"
                    + "{'type':'image_url','image_url':{'url':'https://cdn.example/first.png'},'role':'first_frame'}],"
                    + "'resolution':'768P','duration':6,'ratio':'adaptive'}";

    private final Web web = web("Bearer " + credential("api_key"));

    MiniMaxTest() {
        super("minimax");
    }

    @Nested
    class GivenTheFirstVersion {
        private String submit() throws IOException {
            return web.post("/v1/video_generation", json(BOAT)).json().path("task_id").asText();
        }

        @Test
        void when_a_task_goes_its_way_then_its_file_is_retrieved() throws IOException {
            var id = submit();
            var query = "/v1/query/video_generation?task_id=" + id;

            var queued = web.get(query).json();
            vendor.move(id, Phase.RUNNING);
            var running = web.get(query).json();
            vendor.move(id, Phase.SUCCEEDED);
            var done = web.get(query).json();
            var file =
                    web.get("/v1/files/retrieve?file_id=" + done.path("file_id").asText())
                            .json()
                            .path("file");

            assertThat(queued.path("status").asText()).isEqualTo("Queueing");
            assertThat(running.path("status").asText()).isEqualTo("Processing");
            assertThat(done.path("status").asText()).isEqualTo("Success");
            assertThat(done.path("file_id").isTextual()).isTrue();
            assertThat(file.path("file_id").isIntegralNumber()).isTrue();
            assertThat(new Web("").get(file.path("download_url").asText()).isClip()).isTrue();
            SIMULATOR.advance(Duration.ofMinutes(61));
            assertThat(new Web("").get(file.path("download_url").asText()).status()).isEqualTo(403);
        }

        @Test
        void when_its_content_is_stopped_then_the_answer_is_200_with_1027() throws IOException {
            SIMULATOR.rules().add(Rule.of(Step.OUTCOME, Effect.CONTENT_POLICY));
            var id = submit();
            vendor.move(id, Phase.FAILED);

            var reply = web.get("/v1/query/video_generation?task_id=" + id);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().path("status").asText()).isEqualTo("Fail");
            assertThat(reply.json().at("/base_resp/status_code").asInt()).isEqualTo(1027);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'model':'MiniMax-Hailuo-2.3','prompt':'a','resolution':'1080P','duration':10}",
                    "{'model':'MiniMax-Hailuo-2.3','prompt':'a','resolution':'768p'}",
                    "{'model':'MiniMax-Hailuo-2.3','prompt':'a','duration':'6'}",
                    "{'model':'MiniMax-Hailuo-2.3-Fast','prompt':'a'}",
                    "{'model':'T2V-01','prompt':'a','duration':6}",
                    "{'model':'MiniMax-Hailuo-2.3','prompt':'a','last_frame_image':'https://a.example/a.png'}",
                    "{'model':'MiniMax-Hailuo-02','prompt':'a','resolution':'512P'}"
                })
        void when_a_request_is_wrong_then_it_is_200_with_2013(String body) throws IOException {
            var reply = web.post("/v1/video_generation", json(body));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().at("/base_resp/status_code").asInt()).isEqualTo(2013);
            assertThat(reply.json().has("task_id")).isFalse();
        }

        @ParameterizedTest
        @CsvSource({
            "CALLER,2013",
            "CONTENT_POLICY,1026",
            "OPERATOR,2049",
            "QUOTA,1008",
            "THROTTLE,1002",
            "CONCURRENCY,1041",
            "SERVER,1000",
            "RETIRED,2061"
        })
        void when_a_class_of_errors_is_asked_for_then_its_code_comes_with_200(Fault fault, int code)
                throws IOException {
            SIMULATOR.rules().add(Rule.refuse(Step.SUBMIT, fault));

            var reply = web.post("/v1/video_generation", json(BOAT));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().at("/base_resp/status_code").asInt()).isEqualTo(code);
        }

        @Test
        void when_it_has_a_callback_then_a_challenge_comes_first_and_words_are_lower_case()
                throws IOException {
            try (var receiver = new Receiver()) {
                var body =
                        BOAT.replace("}", ",'callback_url':'" + receiver.url("/cb/minimax") + "'}");
                var id =
                        web.post("/v1/video_generation", json(body))
                                .json()
                                .path("task_id")
                                .asText();

                vendor.move(id, Phase.SUCCEEDED);

                await().atMost(Duration.ofSeconds(30)).until(() -> receiver.calls().size() == 3);
                assertThat(receiver.bodies().getFirst().has("challenge")).isTrue();
                assertThat(receiver.bodies().get(1).path("status").asText())
                        .isEqualTo("processing");
                assertThat(receiver.bodies().getLast().path("status").asText())
                        .isEqualTo("success");
                assertThat(receiver.bodies().getLast().path("file_id").asText()).isNotEmpty();
            }
        }

        @Test
        void when_no_key_is_shown_then_it_is_200_with_1004() throws IOException {
            var reply = new Web(vendor.baseUrl()).post("/v1/video_generation", json(BOAT));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().at("/base_resp/status_code").asInt()).isEqualTo(1004);
        }
    }

    @Nested
    class GivenTheSecondVersion {
        private String submit() throws IOException {
            return web.post("/v2/video_generation", json(SECOND)).json().path("task_id").asText();
        }

        @Test
        void when_a_task_goes_its_way_then_its_link_stands_in_the_answer() throws IOException {
            var id = submit();

            vendor.move(id, Phase.SUCCEEDED);
            var task = web.get("/v2/query/video_generation/" + id).json().path("task");

            assertThat(task.path("status").asText()).isEqualTo("succeeded");
            assertThat(task.path("duration").asInt()).isEqualTo(6);
            assertThat(new Web("").get(task.at("/content/url").asText()).isClip()).isTrue();
        }

        @Test
        void when_it_is_cancelled_then_only_a_queued_one_is_and_it_costs_nothing()
                throws IOException {
            var queued = submit();
            var running = submit();
            vendor.move(running, Phase.RUNNING);

            var first = web.send("DELETE", "/v2/video_generation/" + queued, new byte[0]);
            var second = web.send("DELETE", "/v2/video_generation/" + running, new byte[0]);

            assertThat(first.json().path("action").asText()).isEqualTo("cancelled");
            assertThat(second.status()).isEqualTo(400);
            assertThat(vendor.bill())
                    .filteredOn(entry -> entry.taskId().equals(queued))
                    .noneMatch(entry -> entry.isPaid());
            assertThat(
                            web.get("/v2/query/video_generation?page_num=1&page_size=50")
                                    .json()
                                    .findValuesAsText("id"))
                    .contains(queued, running);
        }

        @ParameterizedTest
        @CsvSource({
            "CALLER,400,bad_request_error",
            "CONTENT_POLICY,422,unprocessable_entity_error",
            "OPERATOR,401,authorized_error",
            "QUOTA,402,insufficient_balance_error",
            "THROTTLE,429,rate_limit_error",
            "SERVER,500,server_error",
            "AWAY,529,overloaded_error"
        })
        void when_a_class_of_errors_is_asked_for_then_its_status_is_real(
                Fault fault, int status, String type) throws IOException {
            SIMULATOR.rules().add(Rule.refuse(Step.SUBMIT, fault));

            var reply = web.post("/v2/video_generation", json(SECOND));

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.json().at("/error/type").asText()).isEqualTo(type);
            assertThat(reply.json().at("/error/http_code").asText())
                    .isEqualTo(Integer.toString(status));
        }

        @Test
        void when_text_has_an_adaptive_ratio_then_it_is_refused() throws IOException {
            var body =
                    "{'model':'MiniMax-H3','content':[{'type':'text','text':'a'}],'ratio':'adaptive'}";

            var reply = web.post("/v2/video_generation", json(body));

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/error/message").asText()).endsWith("(2013)");
        }
    }
}
