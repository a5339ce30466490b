package dev.reelay.common.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.secret.InputLink.Target;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputLinkTest {
    private static final Target CLIP =
            new Target("inputs/a/b/0", "video/mp4", Instant.parse("2026-11-22T18:00:00Z"));

    private final InputLink links = new InputLink(new MasterKey("A".repeat(43) + "="));

    @Test
    void when_it_is_read_then_it_names_its_object() {
        var link = links.of(CLIP);
        assertThat(link).matches("[A-Za-z0-9_-]+").isEqualTo(links.of(CLIP));
        assertThat(links.read(link)).contains(CLIP);
    }

    @Test
    void when_any_letter_or_the_installation_is_another_then_it_names_nothing() {
        var link = links.of(CLIP);
        for (var at = 0; at < link.length() - 1; at++) {
            var letter = link.charAt(at) == 'A' ? 'B' : 'A';
            var forged = link.substring(0, at) + letter + link.substring(at + 1);
            assertThat(links.read(forged)).as(forged).isEmpty();
        }
        var elsewhere = new InputLink(new MasterKey("B".repeat(42) + "A="));
        assertThat(elsewhere.read(link)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "....", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "ä"})
    void what_is_no_link_names_nothing(String text) {
        assertThat(links.read(text)).isEmpty();
        assertThat(links.read(text.repeat(3000))).isEmpty();
    }
}
