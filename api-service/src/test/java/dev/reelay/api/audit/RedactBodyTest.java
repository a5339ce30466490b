package dev.reelay.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.common.event.EventJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactBodyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"name":"Acme","plan":"pro","suspended":true}             | {"name":"Acme","plan":"pro","suspended":true}
                    {"provider":"kling","secrets":{"api_key":"x","region":"y"}} | {"provider":"kling","secrets":{"api_key":"[redacted]","region":"[redacted]"}}
                    {"secrets":"x"}                                           | {"secrets":"[redacted]"}
                    {"secrets":["x",{"a":["y"]}]}                             | {"secrets":["[redacted]",{"a":["[redacted]"]}]}
                    {"Password":1,"accessToken":"x","api_key":null}           | {"Password":"[redacted]","accessToken":"[redacted]","api_key":null}
                    {"settings":{"region":"eu","private_key":{"pem":"x"}}}    | {"settings":{"region":"eu","private_key":{"pem":"[redacted]"}}}
                    {"scerets":{"a":"x"},"slots":3}                           | {"scerets":{"a":"[redacted]"},"slots":3}
                    {"models":{"a/b":{"per_second":{"720p":"0.2"}}}}          | {"models":{"a/b":{"per_second":{"720p":"0.2"}}}}
                    {"events":["video.completed"],"description":null}         | {"events":["video.completed"],"description":null}
                    """)
    void when_a_body_is_kept_then_only_what_is_listed_can_be_read(String body, String kept) {
        assertThat(RedactBody.of(EventJson.read(body, JsonNode.class)))
                .isEqualTo(EventJson.read(kept, JsonNode.class));
    }

    @Test
    void when_a_text_that_is_kept_has_a_secret_in_it_then_that_is_taken_out() {
        assertThat(RedactBody.text("https://ann:pw@hooks.example.com/a?token=x#b"))
                .isEqualTo("https://[redacted]@hooks.example.com/a?[redacted]");
        assertThat(RedactBody.text("the key sk-live-0123456789 and whsec_abc/+=, which leaked"))
                .isEqualTo("the key [redacted] and [redacted] which leaked");
        assertThat(RedactBody.text("PATCH /v1/keys/key_0 by ann@example.com"))
                .isEqualTo("PATCH /v1/keys/key_0 by ann@example.com");
    }
}
