package dev.reelay.worker.provider.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VendorTextTest {
    @Test
    void when_it_explains_a_refusal_then_it_stays() {
        assertThat(VendorText.clean("Failure to pass the risk control system"))
                .isEqualTo("Failure to pass the risk control system");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see https://console.vendor.example/billing?account=42",
                "see www.vendor.example/keys",
                "wrong key sk-abcdef0123456789abcdef",
                "Bearer abcdefabcdefabcdef0123 is not known",
                "api_key=abcdefabcdefabcdef0123 is not known",
                "link X-Signature 0123456789abcdef0123456789abcdef0123456789abcdef"
            })
    void when_it_names_an_address_or_a_key_then_that_goes(String text) {
        assertThat(VendorText.clean(text))
                .contains("…")
                .doesNotContain("vendor.example", "abcdef0123", "0123456789abcdef");
    }

    @Test
    void when_it_is_long_or_has_lines_then_it_becomes_one_short_line() {
        assertThat(VendorText.clean("a\r\n\tb\u0000c")).isEqualTo("a b c");
        assertThat(VendorText.clean("no ".repeat(500))).hasSize(300).endsWith("…");
    }
}
