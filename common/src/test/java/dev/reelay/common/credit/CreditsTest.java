package dev.reelay.common.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class CreditsTest {
    @Test
    void decimals_are_read_and_shown_exactly() {
        assertThat(Credits.of("12").micros()).isEqualTo(12_000_000);
        assertThat(Credits.of("0.000001").micros()).isEqualTo(1);
        assertThat(new Credits(250_000)).hasToString("0.25");
        assertThat(new Credits(100_000_000)).hasToString("100");
        assertThat(Credits.ZERO).hasToString("0");
    }

    @Test
    void what_is_no_amount_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Credits.of("0.0000001"));
        assertThatIllegalArgumentException().isThrownBy(() -> Credits.of("-1"));
        assertThatIllegalArgumentException().isThrownBy(() -> Credits.of("NaN"));
        assertThatIllegalArgumentException().isThrownBy(() -> Credits.of("99999999999999"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Credits(1).minus(new Credits(2)));
    }

    @Test
    void rounding_goes_up() {
        assertThat(Credits.roundedUp(new BigDecimal("0.0000011"))).isEqualTo(new Credits(2));
    }
}
