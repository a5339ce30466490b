package dev.reelay.api.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApiKeyTest {
    @ParameterizedTest
    @EnumSource
    void when_made_then_it_has_the_form_that_scanners_know(KeyMode mode) {
        var key = ApiKey.next(mode);
        assertThat(key.text()).matches("sk-" + mode.word() + "-[0-9A-Za-z]{49}");
        assertThat(ApiKey.parse(key.text())).contains(key);
        assertThat(key.shownPrefix()).isEqualTo("sk-" + mode.word() + "-");
        assertThat(key.text()).endsWith(key.shownEnd());
    }

    @Test
    void when_any_character_is_mistyped_then_it_is_no_key() {
        var text = ApiKey.next(KeyMode.LIVE).text();
        for (var i = 8; i < text.length(); i++) {
            var other = text.charAt(i) == 'a' ? 'b' : 'a';
            assertThat(ApiKey.parse(text.substring(0, i) + other + text.substring(i + 1)))
                    .isEmpty();
        }
        assertThat(ApiKey.parse(text + "0")).isEmpty();
        assertThat(ApiKey.parse(text.substring(1))).isEmpty();
        assertThat(ApiKey.parse(text.replace("live", "test"))).isEmpty();
        assertThat(ApiKey.parse("")).isEmpty();
    }

    @Test
    void when_many_are_made_then_no_two_are_alike() {
        var keys =
                IntStream.range(0, 1000)
                        .mapToObj(_ -> ApiKey.next(KeyMode.TEST).text())
                        .collect(Collectors.toSet());
        assertThat(keys).hasSize(1000);
    }

    @Test
    void when_printed_then_it_tells_nothing() {
        var key = ApiKey.next(KeyMode.LIVE);
        assertThat(key.toString()).hasSizeLessThan(16).doesNotContain(key.text().substring(8, 20));
    }
}
