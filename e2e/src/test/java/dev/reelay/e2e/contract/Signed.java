package dev.reelay.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.reelay.e2e.contract.Inbox.Message;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A message that came, the secrets that it is signed with, and others that it is not.
record Signed(Message message, List<String> secrets, List<String> others) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> HEADERS =
            List.of("webhook-id", "webhook-timestamp", "webhook-signature");

    /// As the reference library for Java has it: each secret verifies, no other does, and none
    /// where the id, the timestamp or a byte of the body is another.
    ///
    /// @param place which byte, counted round and round
    void check(int place) throws Exception {
        for (var secret : secrets) {
            var webhook = new Webhook(secret);
            webhook.verify(message.body(), message.headers());
            var at = Long.parseLong(message.header("webhook-timestamp"));
            assertFails(webhook, with("webhook-id", message.id() + "0"), message.body());
            assertFails(webhook, with("webhook-timestamp", String.valueOf(at + 1)), message.body());
            assertFails(webhook, message.headers(), changed(place % message.body().length()));
        }
        for (var other : others) {
            assertFails(new Webhook(other), message.headers(), message.body());
        }
    }

    /// The same with every byte of the body in turn.
    void checkEachByte() throws Exception {
        assertThat(message.body()).isNotEmpty();
        for (var place = 0; place < message.body().length(); place++) {
            check(place);
        }
    }

    private static void assertFails(Webhook webhook, HttpHeaders headers, String body) {
        assertThatExceptionOfType(WebhookVerificationException.class)
                .isThrownBy(() -> webhook.verify(body, headers));
    }

    private String changed(int place) {
        var text = new StringBuilder(message.body());
        text.setCharAt(place, (char) (text.charAt(place) ^ 1));
        return text.toString();
    }

    private HttpHeaders with(String name, String value) {
        var changed = new HashMap<String, List<String>>();
        message.headers()
                .map()
                .forEach((known, is) -> changed.put(known.toLowerCase(Locale.ROOT), is));
        changed.put(name, List.of(value));
        return HttpHeaders.of(changed, (_, _) -> true);
    }

    /// Writes all that another language's libraries need to check the same.
    static void write(Path file, List<Signed> all) throws IOException {
        Files.write(file, JSON.writeValueAsBytes(all.stream().map(Signed::shown).toList()));
    }

    private Map<String, ?> shown() {
        var headers = new HashMap<String, String>();
        HEADERS.forEach(name -> headers.put(name, message.header(name)));
        return Map.of(
                "headers", headers, "body", message.body(), "secrets", secrets, "others", others);
    }
}
