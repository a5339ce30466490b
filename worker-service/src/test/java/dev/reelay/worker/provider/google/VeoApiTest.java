package dev.reelay.worker.provider.google;

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
import dev.reelay.worker.provider.AccountCheck;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.AccountRefused;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;
import dev.reelay.worker.provider.api.AccessToken;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Literals are those of the documented contract.
class VeoApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KeyPair PAIR = pair();
    private static final InstantSource NEW_YEAR =
            InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final String ATTEMPT = "0190a000-0000-7000-8000-000000000001";
    private static final String MODEL =
            "projects/dummy-project/locations/us-central1/publishers/google/models/"
                    + "veo-3.1-generate-001";
    private static final String NAME = MODEL + "/operations/1b2c3d4e-0000-4000-8000-000000000001";
    private static final ProviderTask TASK = new ProviderTask(NAME);
    private static final String SIGNED =
            "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"
                    + "MDAwMDAwMDEifQ.eyJpc3MiOiJnYXRld2F5QGR1bW15LXByb2plY3QuaWFtLmdzZXJ2aWNlYWNjb3"
                    + "VudC5jb20iLCJzY29wZSI6Imh0dHBzOi8vd3d3Lmdvb2dsZWFwaXMuY29tL2F1dGgvY2xvdWQtcGxh"
                    + "dGZvcm0iLCJhdWQiOiJodHRwczovL29hdXRoMi5nb29nbGVhcGlzLmNvbS90b2tlbiIsImV4cCI6MT"
                    + "c2NzIyOTIwMCwiaWF0IjoxNzY3MjI1NjAwfQ";

    private final GoogleApi api = open(Map.of());

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> secrets() {
        var pem = Base64.getMimeEncoder().encodeToString(PAIR.getPrivate().getEncoded());
        return Map.of(
                "client_email", "gateway@dummy-project.iam.gserviceaccount.com",
                "private_key_id", "0000000000000000000000000000000000000001",
                "project_id", "dummy-project",
                "private_key",
                        "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
    }

    private static GoogleApi open(Map<String, String> changed) {
        var secrets = new HashMap<>(secrets());
        secrets.putAll(changed);
        return open(secrets, Map.of("bucket", "gs://dummy-bucket/clips/"), Optional.empty());
    }

    private static GoogleApi open(
            Map<String, String> secrets, Map<String, String> settings, Optional<URI> base) {
        return new GoogleApi(
                new Account("google-main", "google", base, secrets, settings), NEW_YEAR);
    }

    private static InputFile picture(Role role) {
        return new InputFile(role, "image/png", "a".getBytes(StandardCharsets.UTF_8));
    }

    private static Attempts asked() {
        return Attempts.of("A paper boat on a rainy street")
                .id(ATTEMPT)
                .model("veo-3.1-generate-001")
                .seconds(8)
                .tier("1080p", "16:9");
    }

    @Nested
    class GivenALogin {
        @Test
        void when_it_is_asked_for_then_the_assertion_is_signed_as_documented() throws Exception {
            var call = api.login().orElseThrow();
            assertThat(call.at()).isEqualTo("https://oauth2.googleapis.com/token");
            assertThat(call.headers())
                    .containsEntry("Content-Type", "application/x-www-form-urlencoded");
            var form = body(call).split("&assertion=");
            assertThat(form[0])
                    .isEqualTo("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer");
            assertThat(form[1]).startsWith(SIGNED + ".");
            var verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(PAIR.getPublic());
            verifier.update(SIGNED.getBytes(StandardCharsets.US_ASCII));
            var signature = form[1].substring(SIGNED.length() + 1);
            assertThat(verifier.verify(Base64.getUrlDecoder().decode(signature))).isTrue();
        }

        @Test
        void when_it_is_answered_then_the_token_has_its_life() {
            assertThat(
                            api.loggedIn(
                                    json(
                                            200,
                                            """
                                            {"access_token":"ya29.dummy","expires_in":3599,
                                             "token_type":"Bearer"}
                                            """)))
                    .contains(new AccessToken("ya29.dummy", Duration.ofSeconds(3599)));
            var refused = json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"no\"}");
            assertThat(api.loggedIn(refused)).isEmpty();
            assertThat(api.checked(refused)).isInstanceOf(AccountCheck.Refused.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "no key",
                    "-----BEGIN PRIVATE KEY-----eA==-----END PRIVATE KEY-----"
                })
        void when_the_key_cannot_be_read_then_the_account_is_refused(String key) {
            assertThatThrownBy(() -> open(Map.of("private_key", key)))
                    .isInstanceOf(InvalidAccountException.class);
        }

        @Test
        void when_an_account_can_do_neither_then_it_is_refused() {
            assertThatThrownBy(() -> open(secrets(), Map.of(), Optional.empty()))
                    .isInstanceOf(InvalidAccountException.class);
            assertThatThrownBy(
                            () ->
                                    open(
                                            secrets(),
                                            Map.of("bucket", "dummy-bucket"),
                                            Optional.empty()))
                    .isInstanceOf(InvalidAccountException.class);
        }

        @Test
        void when_an_account_has_no_key_then_it_makes_no_omni() {
            assertThatThrownBy(
                            () ->
                                    api.submit(
                                            asked().model("gemini-omni-1.1-flash").attempt(),
                                            List.of()))
                    .isInstanceOf(UnsupportedException.class);
        }
    }

    @Nested
    class GivenASubmit {
        @Test
        void when_it_has_two_frames_then_the_body_is_as_documented() throws Exception {
            var attempt =
                    asked().mode(Mode.FRAMES)
                            .seed(42)
                            .negative("text, watermark")
                            .audio()
                            .attempt();
            var inputs = List.of(picture(Role.FIRST_FRAME), picture(Role.LAST_FRAME));
            var call = api.submit(attempt, inputs);
            assertThat(call.at())
                    .isEqualTo(
                            "https://us-central1-aiplatform.googleapis.com/v1/"
                                    + MODEL
                                    + ":predictLongRunning");
            assertThat(call.needsToken()).isTrue();
            assertThat(JSON.readTree(body(call)))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"instances":[{"prompt":"A paper boat on a rainy street",
                                      "image":{"bytesBase64Encoded":"YQ==","mimeType":"image/png"},
                                      "lastFrame":{"bytesBase64Encoded":"YQ==",
                                                   "mimeType":"image/png"}}],
                                     "parameters":{"aspectRatio":"16:9","durationSeconds":8,
                                       "resolution":"1080p","sampleCount":1,"generateAudio":true,
                                       "seed":42,"negativePrompt":"text, watermark",
                                       "storageUri":"gs://dummy-bucket/clips/%s/"},
                                     "labels":{"attempt":"%s"}}
                                    """
                                            .formatted(ATTEMPT, ATTEMPT)));
        }

        @ParameterizedTest
        @CsvSource({
            "5, 720p, 16:9, FIRST_FRAME",
            "8, 480p, 16:9, FIRST_FRAME",
            "8, 720p, 1:1, FIRST_FRAME",
            "6, 720p, 16:9, REFERENCE",
            "8, 720p, 16:9, VIDEO"
        })
        void when_it_cannot_be_made_then_nothing_is_sent(
                int seconds, String tier, String ratio, Role role) {
            var attempt = asked().seconds(seconds).tier(tier, ratio).attempt();
            assertThatThrownBy(() -> api.submit(attempt, List.of(picture(role))))
                    .isInstanceOf(UnsupportedException.class);
        }

        @Test
        void when_it_is_answered_then_the_operation_is_the_task() {
            var attempt = asked().attempt();
            assertThat(api.submitted(attempt, json(200, "{\"name\":\"" + NAME + "\"}")))
                    .isEqualTo(new Accepted(TASK, List.of()));
            assertThat(api.submitted(attempt, json(200, "{\"name\":\"x\"}")))
                    .isInstanceOf(Unknown.class);
            assertThat(api.submitted(attempt, json(401, "{\"error\":\"invalid_grant\"}")))
                    .isInstanceOf(AccountRefused.class);
        }
    }

    @Nested
    class GivenAPoll {
        private PollAnswer polled(String rest) {
            return api.polled(TASK, json(200, "{\"name\":\"%s\"%s}".formatted(NAME, rest)));
        }

        @Test
        void when_it_is_asked_then_the_same_model_and_location_are() throws Exception {
            var call = api.poll(TASK);
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.at()).endsWith("/v1/" + MODEL + ":fetchPredictOperation");
            assertThat(JSON.readTree(body(call)).path("operationName").asText()).isEqualTo(NAME);
        }

        @Test
        void when_it_is_not_done_then_it_works() {
            assertThat(polled("")).isEqualTo(new Working(-1));
            assertThat(polled(",\"done\":false")).isEqualTo(new Working(-1));
            assertThat(api.polled(TASK, json(200, "{\"name\":\"x\",\"done\":true}")))
                    .isInstanceOf(NoAnswer.class);
            assertThat(api.polled(TASK, json(404, "{}"))).isInstanceOf(NoAnswer.class);
        }

        @Test
        void when_it_is_done_then_the_file_lies_in_the_bucket() {
            var uri = "gs://dummy-bucket/att_01/1234/sample_0.mp4";
            assertThat(
                            polled(
                                    """
                                    ,"done":true,"response":{"raiMediaFilteredCount":0,
                                     "videos":[{"gcsUri":"%s","mimeType":"video/mp4"}]}
                                    """
                                            .formatted(uri)))
                    .isEqualTo(new Finished(new ProviderFile(uri)));
            var call = api.fetch(new ProviderFile(uri));
            assertThat(call.at())
                    .isEqualTo(
                            "https://storage.googleapis.com/storage/v1/b/dummy-bucket/o/"
                                    + "att_01%2F1234%2Fsample_0.mp4?alt=media");
            assertThat(call.needsToken()).isTrue();
        }

        @Test
        void when_it_was_filtered_then_it_is_content() {
            var reasons =
                    ",\"raiMediaFilteredReasons\":[\"Veo could not generate. Codes: 42237218\"]";
            for (var more : List.of("", reasons)) {
                assertThat(
                                polled(
                                        ",\"done\":true,\"response\":{\"raiMediaFilteredCount\":1%s}"
                                                .formatted(more)))
                        .isInstanceOfSatisfying(
                                GaveUp.class,
                                no ->
                                        assertThat(no.failure().reason())
                                                .isEqualTo(Reason.CONTENT_POLICY));
            }
            assertThat(polled(",\"done\":true,\"response\":{}"))
                    .isInstanceOfSatisfying(
                            GaveUp.class,
                            no ->
                                    assertThat(no.failure().reason())
                                            .isEqualTo(Reason.PROVIDER_ERROR));
        }

        @ParameterizedTest
        @CsvSource({
            "3, the usage guidelines, CONTENT_POLICY", "3, a wrong field, INVALID_INPUT",
            "9, a wrong state, INVALID_INPUT", "8, exhausted, PROVIDER_ERROR",
            "13, internal, PROVIDER_ERROR", "7, no right, PROVIDER_ERROR"
        })
        void when_it_failed_then_its_number_is_of_rpc(int code, String words, Reason why) {
            assertThat(
                            polled(
                                    ",\"done\":true,\"error\":{\"code\":%d,\"message\":\"%s\"}"
                                            .formatted(code, words)))
                    .isEqualTo(new GaveUp(new Failure(why, words)));
        }
    }
}
