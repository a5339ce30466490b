package dev.reelay.worker.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.event.ProviderCall;
import dev.reelay.worker.provider.Attempts;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.api.Answers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Literals are those of the documented contract.
class ReplicateCallbacksTest {
    private static final String SECRET = "whsec_cmVwbGljYXRlLWR1bW15LXdlYmhvb2stc2VjcmV0LTA=";
    private static final String SIGNATURE = "v1,v07Mak+xGjNsdDIB63T5OX2JpZqpKFKlMaAE0T/cRKc=";
    private static final String BODY =
            "{\"id\":\"ufawqhfynnddngldkgtslldrkq\",\"version\":\"hidden\","
                    + "\"status\":\"succeeded\",\"output\":\"https://replicate.delivery/xyz/out.mp4\","
                    + "\"error\":null}";

    private final ReplicateCallbacks replicate = new ReplicateCallbacks("r8_dummy");
    private final byte[] key =
            replicate.keys(Answers.json(200, "{\"key\":\"" + SECRET + "\"}")).getFirst();

    private static ProviderCall call(String body, Map<String, String> changed) {
        var headers = new HashMap<String, String>();
        headers.put("webhook-id", "msg_2aBcDeFgHiJkLmNoPqRs");
        headers.put("webhook-timestamp", "1736928930");
        headers.put("webhook-signature", SIGNATURE);
        headers.putAll(changed);
        return new ProviderCall(headers, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void when_it_is_the_page_s_then_it_is_signed() {
        assertThat(BODY).hasSize(138);
        assertThat(replicate.isSigned(call(BODY, Map.of()), key)).isTrue();
        assertThat(replicate.signedAt(call(BODY, Map.of())))
                .contains(Instant.parse("2025-01-15T08:15:30Z"));
    }

    @Test
    void when_the_secret_is_being_replaced_then_one_signature_of_several_is_enough() {
        var several = "v1,AAAA v1a,xx " + SIGNATURE;
        assertThat(replicate.isSigned(call(BODY, Map.of("webhook-signature", several)), key))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "webhook-id,msg_2",
        "webhook-timestamp,1736928931",
        "webhook-signature,''",
        "webhook-signature,'v1,'",
        "webhook-signature,'v1,***'",
        "webhook-signature,v07Mak+xGjNsdDIB63T5OX2JpZqpKFKlMaAE0T/cRKc=",
    })
    void when_a_header_is_another_then_it_is_not_signed(String header, String value) {
        assertThat(replicate.isSigned(call(BODY, Map.of(header, value)), key)).isFalse();
    }

    @Test
    void when_the_body_or_the_key_is_another_then_it_is_not_signed() {
        assertThat(replicate.isSigned(call(BODY + " ", Map.of()), key)).isFalse();
        assertThat(replicate.isSigned(call(BODY, Map.of()), new byte[] {1})).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"key\":\"secret\"}", "{\"key\":\"whsec_\"}", "no json"})
    void when_no_secret_is_told_then_there_is_no_key(String answer) {
        assertThat(replicate.keys(Answers.json(200, answer))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "99999999999999999999", "9223372036854775807"})
    void when_its_time_is_none_then_it_is_not_signed(String time) {
        assertThat(replicate.signedAt(call(BODY, Map.of("webhook-timestamp", time)))).isEmpty();
    }

    @Test
    void when_it_tells_of_a_task_then_by_its_id() {
        var attempt = Attempts.of("a kite").attempt();
        assertThat(replicate.tasks(attempt, Answers.json(200, BODY)))
                .containsExactly(new ProviderTask("ufawqhfynnddngldkgtslldrkq"));
        assertThat(replicate.tasks(attempt, Answers.json(200, "[]"))).isEmpty();
    }

    @Test
    void when_its_secret_is_asked_for_then_the_account_shows_its_key() {
        assertThat(replicate.keys().at()).isEqualTo("/webhooks/default/secret");
        assertThat(replicate.keys().headers()).containsEntry("Authorization", "Bearer r8_dummy");
    }
}
