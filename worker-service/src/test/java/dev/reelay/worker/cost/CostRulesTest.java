package dev.reelay.worker.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostRulesTest {
    private static Map<String, CostRule> read(String json) throws JsonProcessingException {
        return CostRules.read(new ObjectMapper().readTree(json));
    }

    private static CostRule rule(String json) throws JsonProcessingException {
        return Objects.requireNonNull(read("{\"m\":" + json + "}").get("m"));
    }

    @ParameterizedTest
    @CsvSource({
        "720p, 5, false, 420000",
        "720p, 5, true, 630000",
        "1080p, 5, false, 900000",
        "1080p, 10, true, 1350000"
    })
    void a_clip_costs_its_seconds_else_the_flat_amount_and_sound_is_a_factor(
            String tier, int seconds, boolean audio, long micros) throws JsonProcessingException {
        var rule =
                rule(
                        """
                        {"per_second":{"720p":"0.084"},"flat":"0.9","audio_factor":"1.5"}""");
        assertThat(rule.of(tier, seconds, audio)).contains(micros);
    }

    @Test
    void a_part_of_a_millionth_is_rounded_up() throws JsonProcessingException {
        var rule = rule("{\"flat\":\"0.000001\",\"audio_factor\":\"1.1\"}");
        assertThat(rule.of("720p", 5, true)).contains(2L);
    }

    @Test
    void a_tier_without_a_rate_costs_nobody_knows_what() throws JsonProcessingException {
        assertThat(rule("{\"per_second\":{\"720p\":\"1\"}}").of("1080p", 5, false))
                .isEqualTo(Optional.empty());
    }

    @Test
    void what_was_written_is_read_again() throws JsonProcessingException {
        var rules =
                read(
                        """
                        {"a":{"per_second":{"720p":"0.10"},"charged":"acceptance"},"*":{"flat":"3"}}""");
        assertThat(read(CostRules.write(rules))).isEqualTo(rules);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"m\":null}",
                "{\"m\":{}}",
                "{\" \":{\"flat\":\"1\"}}",
                "{\"m\":{\"flat\":\"-1\"}}",
                "{\"m\":{\"flat\":\"10001\"}}",
                "{\"m\":{\"flat\":\"0.0000001\"}}",
                "{\"m\":{\"flat\":\"1e9\"}}",
                "{\"m\":{\"flat\":\"much\"}}",
                "{\"m\":{\"per_second\":{\"721p\":\"1\"}}}",
                "{\"m\":{\"flat\":\"1\",\"audio_factor\":\"1001\"}}",
                "{\"m\":{\"flat\":\"1\",\"charged\":\"later\"}}",
                "{\"m\":{\"flat\":\"1\",\"discount\":\"1\"}}"
            })
    void what_no_upstream_can_charge_is_refused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(json));
    }
}
