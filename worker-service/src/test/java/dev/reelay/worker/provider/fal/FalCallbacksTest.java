package dev.reelay.worker.provider.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelay.common.event.ProviderCall;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.api.Answers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Literals are those of the documented contract.
class FalCallbacksTest {
    private static final String ID = "764cabcf-b745-4b3e-ae38-1200304cf45b";
    private static final String BODY =
            "{\"request_id\":\"764cabcf-b745-4b3e-ae38-1200304cf45b\","
                    + "\"gateway_request_id\":\"764cabcf-b745-4b3e-ae38-1200304cf45b\","
                    + "\"status\":\"OK\",\"payload\":{\"video\":{"
                    + "\"url\":\"https://v3b.fal.media/files/b/zebra/out.mp4\","
                    + "\"content_type\":\"video/mp4\",\"file_name\":\"out.mp4\","
                    + "\"file_size\":1048576},\"seed\":42}}";
    private static final String SIGNATURE =
            "69badcd8652efec8e2e24b82b7fcd3bae277bebf30b0378ad33bb652f6d53edacaac3072d4789a3f"
                    + "501878c960c3ff3fb0b1b10aa595b3d0fb11665f10f2cf08";
    private static final byte[] KEY =
            HexFormat.of()
                    .parseHex("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");

    private static FalCallbacks at(Optional<URI> base, Map<String, String> settings) {
        return new FalCallbacks(
                new Account("fal-main", "fal", base, Map.of("api_key", "a:b"), settings));
    }

    private final FalCallbacks fal = at(Optional.empty(), Map.of());

    private static ProviderCall call(String body, Map<String, String> changed) {
        var headers = new HashMap<String, String>();
        headers.put("x-fal-webhook-request-id", ID);
        headers.put("x-fal-webhook-user-id", "github|1234567");
        headers.put("x-fal-webhook-timestamp", "1736928930");
        headers.put("x-fal-webhook-signature", SIGNATURE);
        headers.putAll(changed);
        return new ProviderCall(headers, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void when_it_is_the_page_s_then_it_is_signed() {
        assertThat(BODY).hasSize(280);
        assertThat(fal.isSigned(call(BODY, Map.of()), KEY)).isTrue();
        assertThat(fal.signedAt(call(BODY, Map.of())))
                .contains(Instant.parse("2025-01-15T08:15:30Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "x-fal-webhook-request-id,764cabcf-b745-4b3e-ae38-1200304cf45c",
        "x-fal-webhook-user-id,github|1234568",
        "x-fal-webhook-timestamp,1736928931",
        "x-fal-webhook-signature,00",
        "x-fal-webhook-signature,no hex at all",
        "x-fal-webhook-signature,''",
    })
    void when_a_header_is_another_then_it_is_not_signed(String header, String value) {
        assertThat(fal.isSigned(call(BODY, Map.of(header, value)), KEY)).isFalse();
    }

    @Test
    void when_the_body_or_the_key_is_another_then_it_is_not_signed() {
        assertThat(fal.isSigned(call(BODY.replace("42", "43"), Map.of()), KEY)).isFalse();
        assertThat(fal.isSigned(call(BODY, Map.of()), new byte[32])).isFalse();
        assertThat(fal.isSigned(call(BODY, Map.of()), new byte[3])).isFalse();
    }

    @Test
    void when_keys_are_published_then_those_of_its_curve_are_read() {
        var keys =
                fal.keys(
                        Answers.json(
                                200,
                                """
                                {"keys":[
                                  {"kty":"OKP","crv":"Ed25519","x":"A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg"},
                                  {"kty":"OKP","crv":"X25519","x":"A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg"},
                                  {"kty":"OKP","crv":"Ed25519","x":"short"},
                                  {"kty":"OKP","crv":"Ed25519","x":"***"}]}
                                """));
        assertThat(keys).singleElement().isEqualTo(KEY);
        assertThat(fal.keys(Answers.json(200, "no json"))).isEmpty();
    }

    @Test
    void when_it_tells_of_a_task_then_by_the_id_of_the_submit_first() {
        var attempt = Attempts.of("a kite").model("fal-ai/kling-video/v2.1/master").attempt();
        var body =
                Answers.json(200, "{\"request_id\":\"second\",\"gateway_request_id\":\"first\"}");
        assertThat(fal.tasks(attempt, body))
                .containsExactly(
                        new ProviderTask("fal-ai/kling-video/requests/first"),
                        new ProviderTask("fal-ai/kling-video/requests/second"));
        assertThat(fal.tasks(attempt, Answers.json(200, "{\"request_id\":\"../x\"}"))).isEmpty();
    }

    @Test
    void when_its_keys_are_asked_for_then_where_the_account_says_and_without_its_secret() {
        var base = Optional.of(URI.create("http://127.0.0.1:9"));
        assertThat(fal.keys().at()).isEqualTo("https://rest.fal.ai/.well-known/jwks.json");
        assertThat(at(base, Map.of()).keys().at()).isEqualTo("/.well-known/jwks.json");
        var own = "https://keys.example.com/jwks.json";
        assertThat(at(base, Map.of("jwks_url", own)).keys().at()).isEqualTo(own);
        assertThat(fal.keys().headers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys", "/jwks.json", "file:///etc/passwd", "https://a b/"})
    void when_the_place_of_the_keys_is_no_address_then_the_account_is_refused(String place) {
        assertThatThrownBy(() -> at(Optional.empty(), Map.of("jwks_url", place)))
                .isInstanceOf(InvalidAccountException.class);
    }
}
