package dev.reelay.simulator.vendor;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleTest extends VendorTest {
    private static final String MODEL =
            "/v1/projects/dummy-project/locations/us-central1/publishers/google/models/veo-3.1-generate-001";
    private static final String BOAT =
            "{'instances':[{'prompt':'A paper boat on a rainy street'}],'parameters':{'aspectRatio':'16:9','durationSeconds':8,"
                    + "'resolution':'1080p','sampleCount':1,'generateAudio':true,'seed':42%s}}";
    private static final String OMNI =
            "{'model':'gemini-omni-1.1-flash','input':'The boat drifts away','background':true,'store':true,"
                    + "'response_format':{'type':'video','aspect_ratio':'16:9','resolution':'720p','duration':'8s','delivery':'uri'}%s}";

    private final Web gemini = new Web(vendor.baseUrl(), "x-goog-api-key", credential("api_key"));

    GoogleTest() {
        super("google");
    }

    private String assertion(String audience, long issued) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        var header =
                json(
                        "{'alg':'RS256','typ':'JWT','kid':'%s'}"
                                .formatted(credential("private_key_id")));
        var claims =
                json(
                        "{'iss':'%s','scope':'https://www.googleapis.com/auth/cloud-platform','aud':'%s','exp':%d,'iat':%d}"
                                .formatted(
                                        credential("client_email"),
                                        audience,
                                        issued + 3600,
                                        issued));
        var input =
                encoder.encodeToString(header.getBytes(UTF_8))
                        + "."
                        + encoder.encodeToString(claims.getBytes(UTF_8));
        try {
            var pem = credential("private_key").replaceAll("-----[A-Z ]+-----|\\s", "");
            var key =
                    KeyFactory.getInstance("RSA")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(input.getBytes(US_ASCII));
            return input + "." + encoder.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Web.Reply token(String assertion) throws IOException {
        return new Web(vendor.baseUrl(), "Content-Type", "application/x-www-form-urlencoded")
                .post(
                        "/token",
                        "grant_type="
                                + URLEncoder.encode(
                                        "urn:ietf:params:oauth:grant-type:jwt-bearer", UTF_8)
                                + "&assertion="
                                + assertion);
    }

    private Web vertex() throws IOException {
        var now = Instant.now().getEpochSecond();
        var reply = token(assertion("https://oauth2.googleapis.com/token", now)).json();
        assertThat(reply.path("token_type").asText()).as(reply.toString()).isEqualTo("Bearer");
        return web("Bearer " + reply.path("access_token").asText());
    }

    private static String id(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    @Nested
    class GivenTheTokenEndpoint {
        @Test
        void when_an_assertion_is_wrong_then_it_is_an_invalid_grant() throws IOException {
            var now = Instant.now().getEpochSecond();
            var audience = "https://oauth2.googleapis.com/token";

            assertThat(token(assertion(audience, now)).status()).isEqualTo(200);
            for (var wrong :
                    new String[] {
                        assertion("https://elsewhere.example", now),
                        assertion(audience, now - 7200),
                        assertion(audience, now) + "x",
                        "nothing"
                    }) {
                var reply = token(wrong);
                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.json().path("error").asText()).isEqualTo("invalid_grant");
            }
        }

        @Test
        void when_the_access_token_is_unknown_then_it_is_401() throws IOException {
            var reply =
                    web("Bearer ya29.dummy")
                            .post(MODEL + ":predictLongRunning", json(BOAT.formatted("")));

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.json().at("/error/status").asText()).isEqualTo("UNAUTHENTICATED");
        }
    }

    @Nested
    class GivenVeoOnVertex {
        private final Web web = vertexOrFail();

        private Web vertexOrFail() {
            try {
                return vertex();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private String submit(String more) throws IOException {
            var reply = web.post(MODEL + ":predictLongRunning", json(BOAT.formatted(more)));
            assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
            return reply.json().path("name").asText();
        }

        private Web.Reply poll(String name) throws IOException {
            return web.post(
                    MODEL + ":fetchPredictOperation", "{\"operationName\":\"" + name + "\"}");
        }

        @Test
        void when_a_bucket_is_named_then_the_file_is_fetched_from_it() throws IOException {
            var name = submit(",'storageUri':'gs://dummy-bucket/att_01/'");

            var pending = poll(name).json();
            vendor.move(id(name), Phase.SUCCEEDED);
            var done = poll(name).json();
            var uri = done.at("/response/videos/0/gcsUri").asText();
            var object = URLEncoder.encode(uri.replace("gs://dummy-bucket/", ""), UTF_8);

            assertThat(pending.has("done")).isFalse();
            assertThat(done.path("done").asBoolean()).isTrue();
            assertThat(uri).startsWith("gs://dummy-bucket/att_01/").endsWith("sample_0.mp4");
            assertThat(web.get("/storage/v1/b/dummy-bucket/o/" + object + "?alt=media").isClip())
                    .isTrue();
        }

        @Test
        void when_no_bucket_is_named_then_the_bytes_come_inline() throws IOException {
            var name = submit("");
            vendor.move(id(name), Phase.SUCCEEDED);

            var bytes = poll(name).json().at("/response/videos/0/bytesBase64Encoded").asText();

            assertThat(new String(Base64.getDecoder().decode(bytes), 4, 4, US_ASCII))
                    .isEqualTo("ftyp");
        }

        @Test
        void when_it_is_filtered_then_reasons_stand_in_the_response() throws IOException {
            SIMULATOR.rules().add(Rule.of(Step.OUTCOME, Effect.CONTENT_POLICY));
            var name = submit("");
            vendor.move(id(name), Phase.FAILED);

            var done = poll(name).json();

            assertThat(done.path("done").asBoolean()).isTrue();
            assertThat(done.has("error")).isFalse();
            assertThat(done.at("/response/raiMediaFilteredCount").asInt()).isEqualTo(1);
            assertThat(done.at("/response/raiMediaFilteredReasons/0").asText())
                    .contains("42237218");
            assertThat(done.at("/response/videos").isMissingNode()).isTrue();
        }

        @ParameterizedTest
        @CsvSource({"3", "8", "13"})
        void when_the_operation_fails_then_its_error_has_the_rpc_number(String number)
                throws IOException {
            SIMULATOR.rules().add(Rule.of(Step.OUTCOME, Effect.INTERNAL).code(number));
            var name = submit("");
            vendor.move(id(name), Phase.FAILED);

            assertThat(poll(name).json().at("/error/code").asInt())
                    .isEqualTo(Integer.parseInt(number));
        }

        @Test
        void when_it_is_polled_elsewhere_then_it_is_refused() throws IOException {
            var name = submit("");

            var reply =
                    web.post(
                            MODEL.replace("us-central1", "europe-west4") + ":fetchPredictOperation",
                            "{\"operationName\":\"" + name + "\"}");

            assertThat(reply.status()).isEqualTo(400);
        }

        @ParameterizedTest
        @CsvSource({
            "CALLER,400,INVALID_ARGUMENT",
            "CONTENT_POLICY,400,INVALID_ARGUMENT",
            "OPERATOR,401,UNAUTHENTICATED",
            "THROTTLE,429,RESOURCE_EXHAUSTED",
            "SERVER,500,INTERNAL",
            "AWAY,503,UNAVAILABLE",
            "RETIRED,404,NOT_FOUND"
        })
        void when_a_class_of_errors_is_asked_for_then_its_status_comes_back(
                Fault fault, int status, String word) throws IOException {
            SIMULATOR.rules().add(Rule.refuse(Step.SUBMIT, fault));

            var reply = web.post(MODEL + ":predictLongRunning", json(BOAT.formatted("")));

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.json().at("/error/status").asText()).isEqualTo(word);
        }
    }

    @Nested
    class GivenVeoOnGemini {
        private static final String PATH = "/v1beta/models/veo-3.1-generate-preview";

        @Test
        void when_it_is_done_then_its_sample_is_fetched_with_the_key() throws IOException {
            var name =
                    gemini.post(
                                    PATH + ":predictLongRunning",
                                    json(
                                            "{'instances':[{'prompt':'a'}],'parameters':{'durationSeconds':8}}"))
                            .json()
                            .path("name")
                            .asText();
            vendor.move(id(name), Phase.SUCCEEDED);

            var uri =
                    gemini.get("/v1beta/" + name)
                            .json()
                            .at("/response/generateVideoResponse/generatedSamples/0/video/uri")
                            .asText();

            assertThat(gemini.get(uri).isClip()).isTrue();
            assertThat(new Web("").get(uri).status()).isEqualTo(400);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'instances':[{'prompt':'a'}],'parameters':{'durationSeconds':'8'}}",
                    "{'instances':[{'prompt':'a'}],'parameters':{'seed':1}}",
                    "{'instances':[{'prompt':'a'}],'parameters':{'durationSeconds':4,'resolution':'1080p'}}",
                    "{'instances':[{}]}"
                })
        void when_a_request_is_wrong_then_it_is_400(String body) throws IOException {
            assertThat(gemini.post(PATH + ":predictLongRunning", json(body)).status())
                    .isEqualTo(400);
        }

        @Test
        void when_the_key_is_wrong_then_it_is_400_with_its_reason() throws IOException {
            var reply =
                    new Web(vendor.baseUrl(), "x-goog-api-key", "wrong")
                            .post(PATH + ":predictLongRunning", "{}");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/error/details/0/reason").asText())
                    .isEqualTo("API_KEY_INVALID");
        }
    }

    @Nested
    class GivenOmni {
        private String submit(String more) throws IOException {
            var reply = gemini.post("/v1beta/interactions", json(OMNI.formatted(more)));
            assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
            return reply.json().path("id").asText();
        }

        @Test
        void when_it_is_completed_then_its_file_becomes_active_later() throws IOException {
            var id = submit("");
            vendor.move(id, Phase.SUCCEEDED);

            var done = gemini.get("/v1beta/interactions/" + id).json();
            var uri = done.at("/steps/1/content/0/uri").asText();
            SIMULATOR.advance(Duration.ofSeconds(1));

            assertThat(done.path("status").asText()).isEqualTo("completed");
            assertThat(done.at("/steps/1/type").asText()).isEqualTo("model_output");
            assertThat(gemini.get(uri.replaceAll(":download.*", "")).json().path("state").asText())
                    .isEqualTo("ACTIVE");
            assertThat(gemini.get(uri).isClip()).isTrue();
            SIMULATOR.advance(Duration.ofHours(49));
            assertThat(gemini.get(uri).status()).isEqualTo(404);
        }

        @Test
        void when_it_is_cancelled_then_it_says_so() throws IOException {
            var id = submit("");

            var reply = gemini.post("/v1beta/interactions/" + id + "/cancel", "");

            assertThat(reply.json().path("status").asText()).isEqualTo("cancelled");
        }

        @Test
        void when_it_has_a_webhook_then_its_end_is_told_with_a_token() throws IOException {
            try (var receiver = new Receiver()) {
                var id =
                        submit(",'webhook_config':{'uris':['" + receiver.url("/cb/google") + "']}");

                vendor.move(id, Phase.SUCCEEDED);

                await().atMost(Duration.ofSeconds(30)).until(() -> receiver.calls().size() == 1);
                assertThat(receiver.bodies().getFirst().path("type").asText())
                        .isEqualTo("interaction.completed");
                assertThat(receiver.bodies().getFirst().at("/data/id").asText()).isEqualTo(id);
                assertThat(receiver.calls().getFirst().header("webhook-signature").split("\\."))
                        .hasSize(3);
                assertThat(gemini.get("/.well-known/jwks.json").json().at("/keys/0/kty").asText())
                        .isEqualTo("RSA");
            }
        }

        @Test
        void when_a_duration_has_no_unit_then_it_is_refused() throws IOException {
            var body = OMNI.formatted("").replace("'8s'", "'8'");

            assertThat(gemini.post("/v1beta/interactions", json(body)).status()).isEqualTo(400);
        }
    }

    @Test
    void when_a_static_message_is_signed_then_it_is_the_page_s_vector() {
        var body =
                json(
                        "{'type':'interaction.completed','version':'v1','timestamp':'2026-01-01T00:01:01Z','data':{'id':'v1_dummy0001'}}");

        assertThat(
                        Hmac.standardWebhook(
                                "whsec_ZHVtbXktZ2VtaW5pLXdlYmhvb2stc2VjcmV0LTAwMDE=",
                                "wh_gem_0001",
                                1767225661,
                                body.getBytes(UTF_8)))
                .isEqualTo("v1,zEWaLSpe9hVZHqKrxc18dce5g3qFUmt0Djv/ZCR3tiE=");
    }
}
