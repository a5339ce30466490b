package dev.reelay.worker.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.event.JobReport.Charge;
import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndedAttemptTest {
    private static final UUID ID = UUID.randomUUID();

    @ParameterizedTest
    @CsvSource({
        "success, accepted, completed, true, charged",
        "success, accepted, failed, true, charged",
        "success, accepted, failed, false, free",
        "success, accepted, cancelled, false, free",
        "success, accepted, expired, false, presumed",
        "success, lost, failed, false, presumed",
        "success, lost, expired, false, presumed",
        "success, refused, failed, false, free",
        "success, not_sent, cancelled, false, free",
        "acceptance, accepted, failed, false, charged",
        "acceptance, accepted, expired, false, charged",
        "acceptance, refused, failed, false, free"
    })
    void what_an_upstream_charges_follows_from_how_the_attempt_ended(
            String charged, String state, String ended, boolean finished, String expected) {
        var rule =
                new CostRule(
                        Map.of(), BigDecimal.TWO, BigDecimal.ONE, CostRule.Charged.of(charged));
        var attempt =
                new EndedAttempt(ID, 1, "kling", "kling-1", "k", state, ended, finished, rule);
        var charge = attempt.charge("720p", 5, false);
        if (expected.equals("free")) {
            assertThat(charge).isEmpty();
        } else {
            assertThat(charge)
                    .contains(
                            new Charge(
                                    ID,
                                    1,
                                    "kling",
                                    "kling-1",
                                    "k",
                                    2_000_000,
                                    expected.equals("presumed")));
        }
    }
}
