package dev.reelay.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.api.credit.HoldAnswer;
import dev.reelay.api.credit.HoldAnswer.Held;
import dev.reelay.api.credit.HoldAnswer.NoAnswer;
import dev.reelay.api.credit.HoldAnswer.Voided;
import dev.reelay.api.credit.Price;
import dev.reelay.common.credit.Credits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AfterHoldTest {
    private static final Price PRICE = new Price(1, Credits.of("2"));
    private static final HoldAnswer.Short SHORT =
            new HoldAnswer.Short(Credits.of("2"), Credits.ZERO);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void when_the_credits_are_held_then_the_job_is_queued_at_their_price(boolean alone) {
        assertThat(AfterHold.of(new Held(PRICE), alone)).isEqualTo(new AfterHold.Queue(PRICE));
    }

    @Test
    void when_refused_and_nobody_else_asks_then_the_row_just_goes() {
        assertThat(AfterHold.of(SHORT, true)).isEqualTo(new AfterHold.Forget(SHORT.error()));
    }

    @Test
    void when_refused_and_another_call_may_be_on_its_way_then_the_void_is_owed() {
        assertThat(AfterHold.of(SHORT, false)).isEqualTo(new AfterHold.Abandon(SHORT.error()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void when_it_was_given_up_before_then_it_comes_too_late(boolean alone) {
        assertThat(AfterHold.of(new Voided(), alone)).isEqualTo(new AfterHold.Late());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void when_there_is_no_answer_then_the_row_stays_for_who_comes_next(boolean alone) {
        assertThat(AfterHold.of(new NoAnswer(), alone)).isEqualTo(new AfterHold.Leave());
    }
}
