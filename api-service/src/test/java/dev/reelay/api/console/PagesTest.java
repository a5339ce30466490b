package dev.reelay.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Pages that the running service of the tests does not come to show.
@QuarkusTest
class PagesTest {
    @Test
    void when_no_issuer_is_configured_then_it_is_told_how_to_get_a_link() {
        assertThat(Pages.signIn(null, "curl -s …").render())
                .contains("none is configured", "./reelay console", "curl -s …")
                .doesNotContain("/console/sign-in");
    }

    @Test
    void when_the_ledger_is_not_balanced_then_the_check_that_fails_is_shown() {
        var who = new Who("olga", "operator", "", true, "form");
        var check = new ProofView.Check("L1", false, "a <b> is missing");
        var proof = new ProofView(false, "2026-11-22T10:00:00Z", 3, 4, List.of(check));
        assertThat(Pages.ledger(who, proof).render())
                .contains("not balanced", "fails", "L1", "a &lt;b&gt; is missing");
    }
}
