package dev.reelay.worker.provider.replicate;

import static dev.reelay.worker.provider.api.Answers.body;
import static dev.reelay.worker.provider.api.Answers.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec.Role;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.FindAnswer;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.AccountRefused;
import dev.reelay.worker.provider.SubmitAnswer.Busy;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;
import dev.reelay.worker.provider.api.ApiCall;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Literals are those of the documented contract.
class ReplicateApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "r8_dummy0123456789abcdef0123456789abcdef";
    private static final String ID = "ufawqhfynnddngldkgtslldrkq";
    private static final ProviderTask TASK = new ProviderTask(ID);
    private static final URI HOOK = URI.create("https://gw.example.com/cb/replicate/3f9c");

    private final ReplicateApi api =
            new ReplicateApi(
                    new Account(
                            "replicate-main",
                            "replicate",
                            Optional.empty(),
                            Map.of("api_key", KEY),
                            Map.of()));

    private static InputFile picture(Role role, String content) {
        return new InputFile(role, "image/png", content.getBytes(StandardCharsets.UTF_8));
    }

    private static Attempts of(String model) {
        return Attempts.of("She smiles").model(model).seconds(5).tier("720p", "16:9");
    }

    private static Attempts veo() {
        return of("google/veo-3.1").seconds(8);
    }

    @Nested
    class GivenASubmit {
        @Test
        void when_it_is_a_first_frame_at_kling_then_it_is_as_documented() throws Exception {
            var attempt = of("kwaivgi/kling-v2.1").mode(Mode.IMAGE).callback(HOOK).attempt();
            var call = api.submit(attempt, List.of(picture(Role.FIRST_FRAME, "a")));
            assertThat(call.at()).isEqualTo("/models/kwaivgi/kling-v2.1/predictions");
            assertThat(call.headers())
                    .containsEntry("Authorization", "Bearer " + KEY)
                    .containsEntry("Cancel-After", "1800s")
                    .doesNotContainKey("Prefer");
            assertThat(JSON.readTree(body(call)))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"input":{"prompt":"She smiles","duration":5,"mode":"standard",
                                      "start_image":"data:image/png;base64,YQ=="},
                                     "webhook":"https://gw.example.com/cb/replicate/3f9c",
                                     "webhook_events_filter":["completed"]}
                                    """));
        }

        @Test
        void when_it_has_a_last_frame_at_kling_then_the_mode_is_pro() throws Exception {
            var call =
                    api.submit(
                            of("kwaivgi/kling-v2.1").mode(Mode.FRAMES).attempt(),
                            List.of(picture(Role.FIRST_FRAME, "a"), picture(Role.LAST_FRAME, "b")));
            var input = JSON.readTree(body(call)).path("input");
            assertThat(input.path("mode").asText()).isEqualTo("pro");
            assertThat(input.path("end_image").asText()).isEqualTo("data:image/png;base64,Yg==");
        }

        @Test
        void when_it_is_text_at_veo_then_sound_and_size_are_named() throws Exception {
            var call = api.submit(veo().seed(7).negative("rain").attempt(), List.of());
            assertThat(JSON.readTree(body(call)))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"input":{"prompt":"She smiles","duration":8,
                                      "aspect_ratio":"16:9","resolution":"720p",
                                      "generate_audio":false,"seed":7,"negative_prompt":"rain"}}
                                    """));
            assertThat(api.takes(veo().attempt()))
                    .containsExactlyInAnyOrder(Hint.SEED, Hint.NEGATIVE_PROMPT);
        }

        @Test
        void when_the_callback_is_not_secure_then_it_is_left_out() {
            var attempt = veo().callback(URI.create("http://127.0.0.1:8080/cb")).attempt();
            assertThat(body(api.submit(attempt, List.of()))).doesNotContain("webhook");
            assertThat(api.find(attempt)).isEmpty();
        }

        static Stream<Arguments> wrong() {
            return Stream.of(
                    Arguments.of(veo().seconds(5)),
                    Arguments.of(veo().tier("720p", "1:1")),
                    Arguments.of(veo().tier("4K", "16:9")),
                    Arguments.of(veo().mode(Mode.REFERENCE)),
                    Arguments.of(of("kwaivgi/kling-v2.1")),
                    Arguments.of(of("kwaivgi/kling-v2.1-master")),
                    Arguments.of(of("kwaivgi/kling-v2.1-master").tier("1080p", "4:3")),
                    Arguments.of(of("kwaivgi/kling-v2.1-master").tier("1080p", "1:1").audio()),
                    Arguments.of(of("vidu/q3-pro").seconds(17)),
                    Arguments.of(of("somebody/else")));
        }

        @ParameterizedTest
        @MethodSource("wrong")
        void when_it_cannot_be_made_then_nothing_is_sent(Attempts asked) {
            assertThatThrownBy(() -> api.submit(asked.attempt(), List.of()))
                    .isInstanceOf(UnsupportedException.class);
        }
    }

    @Nested
    class GivenAPicture {
        private Optional<ApiCall> upload(int bytes) {
            var input = new InputFile(Role.FIRST_FRAME, "image/png", new byte[bytes]);
            return api.upload(veo().attempt(), input);
        }

        @Test
        void when_it_is_larger_than_a_request_takes_then_it_is_uploaded() {
            assertThat(upload(190_000)).isEmpty(); // 253,356 characters as data
            var call = upload(200_000).orElseThrow();
            assertThat(call.at()).isEqualTo("/files");
            assertThat(call.headers()).containsEntry("Authorization", "Bearer " + KEY);
        }

        @Test
        void when_it_was_taken_then_it_has_an_address() {
            var taken = "{\"id\":\"f1\",\"urls\":{\"get\":\"https://r.example/files/f1\"}}";
            assertThat(api.uploaded(json(201, taken))).contains("https://r.example/files/f1");
            assertThat(api.uploaded(json(401, "{\"detail\":\"no\"}"))).isEmpty();
        }

        @Test
        void when_it_has_an_address_then_that_is_named() throws Exception {
            var there =
                    new InputFile(Role.FIRST_FRAME, "image/png", new byte[1])
                            .at("https://r.example/files/f1");
            var call = api.submit(veo().mode(Mode.IMAGE).attempt(), List.of(there));
            assertThat(JSON.readTree(body(call)).at("/input/image").asText())
                    .isEqualTo("https://r.example/files/f1");
        }
    }

    @Nested
    class GivenTheAnswerToASubmit {
        private SubmitAnswer submitted(int status, String detail) {
            return api.submitted(
                    veo().attempt(),
                    json(
                            status,
                            """
                            {"detail":"%s","status":%d,"title":"T"}
                            """
                                    .formatted(detail, status)));
        }

        @Test
        void when_it_has_an_id_then_it_is_taken() {
            for (var status : new int[] {201, 202}) {
                assertThat(
                                api.submitted(
                                        veo().attempt(),
                                        json(
                                                status,
                                                """
                                                {"id":"%s","status":"starting","output":null}
                                                """
                                                        .formatted(ID))))
                        .isEqualTo(new Accepted(TASK, List.of()));
            }
        }

        @Test
        void when_the_request_is_at_fault_then_it_is_refused() {
            assertThat(submitted(422, "- input: prompt is required"))
                    .isEqualTo(
                            new Refused(
                                    new Failure(
                                            Reason.INVALID_INPUT, "- input: prompt is required")));
            assertThat(submitted(422, "The input was flagged as sensitive. (E005)"))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            no ->
                                    assertThat(no.failure().reason())
                                            .isEqualTo(Reason.CONTENT_POLICY));
        }

        @Test
        void when_somebody_else_is_at_fault_then_the_status_says_who() {
            for (var status : new int[] {401, 402, 403, 404}) {
                assertThat(submitted(status, "no")).isInstanceOf(AccountRefused.class);
            }
            assertThat(submitted(422, "The specified version does not exist"))
                    .isInstanceOf(AccountRefused.class);
            for (var status : new int[] {500, 502, 503, 504}) {
                assertThat(submitted(status, "E004")).isInstanceOf(Unknown.class);
            }
        }

        @Test
        void when_it_is_throttled_then_its_words_say_how_long() {
            assertThat(submitted(429, "Request was throttled. Your rate limit resets in ~30s."))
                    .isEqualTo(new Busy("the provider is busy", Duration.ofSeconds(30)));
        }
    }

    @Nested
    class GivenAPoll {
        private PollAnswer polled(String members) {
            return api.polled(TASK, json(200, "{\"id\":\"%s\",%s}".formatted(ID, members)));
        }

        @Test
        void when_it_is_under_way_then_it_says_so() {
            assertThat(api.poll(TASK).at()).isEqualTo("/predictions/" + ID);
            assertThat(polled("\"status\":\"starting\"")).isEqualTo(new Working(0));
            assertThat(polled("\"status\":\"processing\"")).isEqualTo(new Working(-1));
            assertThat(polled("\"status\":\"dreaming\"")).isInstanceOf(NoAnswer.class);
            assertThat(api.polled(TASK, json(404, "{}"))).isInstanceOf(NoAnswer.class);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "\"https://replicate.delivery/xyz/out.mp4\"",
                    "[\"https://replicate.delivery/xyz/out.mp4\",\"https://r.example/2.mp4\"]",
                    "{\"video\":\"https://replicate.delivery/xyz/out.mp4\"}",
                    "{\"cover\":\"https://r.example/1.png\",\"video\":\"https://replicate.delivery/xyz/out.mp4\"}",
                    "[\"https://r.example/sound.wav\",\"https://replicate.delivery/xyz/out.mp4\"]"
                })
        void when_it_went_well_then_the_output_has_one_of_three_shapes(String output) {
            assertThat(polled("\"status\":\"succeeded\",\"output\":" + output))
                    .isEqualTo(
                            new Finished(
                                    new ProviderFile("https://replicate.delivery/xyz/out.mp4")));
        }

        @Test
        void when_the_output_has_been_removed_then_there_will_be_no_file() {
            assertThat(polled("\"status\":\"succeeded\",\"output\":null,\"data_removed\":true"))
                    .isInstanceOf(GaveUp.class);
            assertThat(polled("\"status\":\"succeeded\",\"output\":null"))
                    .isInstanceOf(NoAnswer.class);
        }

        @ParameterizedTest
        @CsvSource({
            "NSFW content detected, CONTENT_POLICY",
            "flagged as sensitive (E005), CONTENT_POLICY",
            "violates our usage policy, CONTENT_POLICY",
            "E004 service unavailable, PROVIDER_ERROR",
            "Prediction interrupted, PROVIDER_ERROR"
        })
        void when_it_failed_then_its_words_say_why(String words, Reason why) {
            assertThat(polled("\"status\":\"failed\",\"error\":\"" + words + "\""))
                    .isEqualTo(new GaveUp(new Failure(why, words)));
        }

        @ParameterizedTest
        @CsvSource({
            "canceled, 2025-01-15T08:20:00.000Z, CANCELLED",
            "canceled, 2025-01-15T08:45:30.123Z, PROVIDER_ERROR",
            "aborted, 2025-01-15T08:45:30.123Z, PROVIDER_ERROR"
        })
        void when_it_was_stopped_then_its_deadline_says_by_whom(
                String word, String end, Reason why) {
            assertThat(
                            polled(
                                    """
                                    "status":"%s","deadline":"2025-01-15T08:45:30.123Z",
                                    "completed_at":"%s"
                                    """
                                            .formatted(word, end)))
                    .isInstanceOfSatisfying(
                            GaveUp.class, no -> assertThat(no.failure().reason()).isEqualTo(why));
        }
    }

    @Nested
    class GivenALostAnswer {
        private final Attempts asked = of("kwaivgi/kling-v2.1").callback(HOOK);

        @Test
        void when_it_is_looked_for_then_the_model_and_the_prompt_choose_the_candidates() {
            var list =
                    json(
                            200,
                            """
                            {"next":null,"results":[
                             {"id":"a","model":"kwaivgi/kling-v2.1","input":{"prompt":"She smiles"}},
                             {"id":"b","model":"kwaivgi/kling-v2.1"},
                             {"id":"c","model":"kwaivgi/kling-v2.1","input":{"prompt":"He sings"}},
                             {"id":"d","model":"google/veo-3.1","input":{"prompt":"She smiles"}}]}
                            """);
            assertThat(api.find(asked.attempt()).orElseThrow().at())
                    .startsWith("/predictions?created_after=20");
            assertThat(api.candidates(asked.attempt(), list))
                    .extracting(ApiCall::at)
                    .containsExactly("/predictions/a", "/predictions/b");
        }

        @Test
        void when_a_prediction_calls_us_back_then_it_is_ours() {
            assertThat(
                            api.found(
                                    asked.attempt(),
                                    json(
                                            200,
                                            """
                                            {"id":"%s","webhook":"%s"}
                                            """
                                                    .formatted(ID, HOOK))))
                    .isEqualTo(new FindAnswer.Found(TASK));
        }

        @Test
        void when_it_calls_somebody_else_or_nobody_then_it_is_not_ours() {
            for (var rest : List.of("\"webhook\":\"" + HOOK + "x\"", "\"webhook\":null")) {
                var answer = json(200, "{\"id\":\"%s\",%s}".formatted(ID, rest));
                assertThat(api.found(asked.attempt(), answer)).isEqualTo(new FindAnswer.NotThere());
                assertThat(api.found(veo().attempt(), answer)).isEqualTo(new FindAnswer.NotThere());
            }
        }
    }

    @Test
    void when_it_is_to_stop_then_it_is_asked_to() {
        var call = api.cancel(TASK).orElseThrow();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.at()).isEqualTo("/predictions/" + ID + "/cancel");
    }
}
