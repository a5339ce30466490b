package dev.reelay.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reelay.address.Host.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {
    @ParameterizedTest
    @CsvSource({
        "hooks.example.com, PUBLIC",
        "1.2.3.4.example.com, PUBLIC",
        "localhost.example.com, PUBLIC",
        "xn--bcher-kva.example, PUBLIC",
        "localhost, INNER",
        "a.localhost, INNER",
        "printer.local, INNER",
        "metadata.google.internal, INNER",
        "router.home.arpa, INNER",
        "kubernetes, INNER",
        "127.0.0.1, LITERAL",
        "127.1, LITERAL",
        "0x7f000001, LITERAL",
        "example.0x1, LITERAL",
        "[::1], LITERAL",
        "[fe80::1%25eth0], LITERAL",
        "-a.example.com, NO_HOST",
        "a..example.com, NO_HOST",
        "exa_mple.com, NO_HOST",
        "'', NO_HOST"
    })
    void a_spelling_means_one_thing(String given, Kind kind) {
        assertThat(Host.of(given).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HOOKS.Example.com", "hooks.example.com.", "Hooks.example.com."})
    void there_is_one_spelling(String given) {
        assertThat(Host.of(given)).isEqualTo(new Host("hooks.example.com", Kind.PUBLIC));
    }

    @ParameterizedTest
    @CsvSource({
        "hooks.corp.example, hooks.corp.example, true",
        "Hooks.Corp.Example., hooks.corp.example, true",
        "hooks.corp.example, a.hooks.corp.example, false",
        "*.corp.example, hooks.corp.example, true",
        "*.corp.example, a.b.corp.example, true",
        "*.corp.example, corp.example, false",
        "*.corp.example, evilcorp.example, false",
        "redis, redis, true",
        "redis, redis.example.com, false"
    })
    void a_pattern_stands_for_a_host_or_for_what_is_under_it(
            String pattern, String host, boolean matches) {
        assertThat(HostPattern.of(pattern).matches(Host.of(host))).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.",
                "*.*.example",
                "a.*.example",
                "https://a.example",
                "10.0.0.1",
                "a b"
            })
    void what_is_no_pattern_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostPattern.of(text));
    }
}
