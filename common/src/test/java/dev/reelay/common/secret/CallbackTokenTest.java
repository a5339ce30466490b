package dev.reelay.common.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackTokenTest {
    private static final UUID ATTEMPT = UUID.fromString("0199c0de-0000-7000-8000-000000000001");

    private final CallbackToken tokens = new CallbackToken(new MasterKey("A".repeat(43) + "="));

    @Test
    void when_it_is_read_then_it_names_its_attempt() {
        var token = tokens.of("kling", ATTEMPT);
        assertThat(token).matches("[A-Za-z0-9_-]{43}").isEqualTo(tokens.of("kling", ATTEMPT));
        assertThat(tokens.read("kling", token)).contains(ATTEMPT);
    }

    @Test
    void when_provider_attempt_or_installation_are_others_then_it_names_nothing() {
        var token = tokens.of("kling", ATTEMPT);
        var elsewhere = new CallbackToken(new MasterKey("B".repeat(42) + "A="));
        assertThat(tokens.read("fal", token)).isEmpty();
        assertThat(elsewhere.read("kling", token)).isEmpty();
        var other = tokens.of("kling", UUID.randomUUID());
        var mixed = token.substring(0, 20) + other.substring(20);
        assertThat(tokens.read("kling", mixed)).isEmpty();
    }

    @Test
    void when_any_letter_is_another_then_it_names_nothing() {
        var token = tokens.of("kling", ATTEMPT);
        for (var at = 0; at < token.length() - 1; at++) {
            var letter = token.charAt(at) == 'A' ? 'B' : 'A';
            var forged = token.substring(0, at) + letter + token.substring(at + 1);
            assertThat(tokens.read("kling", forged)).as(forged).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "....", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "ä"})
    void what_is_no_token_names_nothing(String text) {
        assertThat(tokens.read("kling", text)).isEmpty();
    }
}
