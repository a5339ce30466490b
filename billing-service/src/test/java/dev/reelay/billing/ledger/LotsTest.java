package dev.reelay.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reelay.billing.ledger.Lot.Part;
import dev.reelay.billing.ledger.Lots.Expired;
import dev.reelay.billing.ledger.Lots.Expiring;
import dev.reelay.common.credit.Credits;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LotsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final UUID BOUGHT = UUID.randomUUID();
    private static final UUID SOON = UUID.randomUUID();
    private static final UUID LATER = UUID.randomUUID();

    private static Lot lot(UUID id, long nth, @Nullable Instant expiresAt, String remaining) {
        return new Lot(id, nth, expiresAt, Credits.of(remaining));
    }

    private static Part part(UUID lot, String amount) {
        return new Part(lot, Credits.of(amount));
    }

    @Nested
    class GivenABoughtLotAndTwoThatExpire {
        private final Lots lots =
                new Lots(
                        List.of(
                                lot(BOUGHT, 1, null, "5"),
                                lot(LATER, 2, NOON.plusSeconds(20), "2"),
                                lot(SOON, 3, NOON.plusSeconds(10), "1")));

        @Test
        void when_credits_are_spent_then_those_that_expire_first_are() {
            assertThat(lots.spend(Credits.of("4"), NOON))
                    .containsExactly(part(SOON, "1"), part(LATER, "2"), part(BOUGHT, "1"));
        }

        @Test
        void when_the_hold_was_made_after_an_expiry_then_that_lot_comes_last() {
            assertThat(lots.spend(Credits.of("8"), NOON.plusSeconds(10)))
                    .containsExactly(part(LATER, "2"), part(BOUGHT, "5"), part(SOON, "1"));
        }

        @Test
        void when_more_is_spent_than_there_is_then_the_ledger_is_broken() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> lots.spend(Credits.of("8.000001"), NOON));
        }

        @Test
        void when_some_was_spent_then_the_rest_is_left() {
            assertThat(lots.less(lots.spend(Credits.of("2"), NOON)).open())
                    .containsExactly(
                            lot(LATER, 2, NOON.plusSeconds(20), "1"), lot(BOUGHT, 1, null, "5"));
        }
    }

    @Test
    void of_lots_that_expire_together_the_older_is_spent_first() {
        var lots = new Lots(List.of(lot(LATER, 2, NOON, "1"), lot(SOON, 1, NOON, "1")));
        assertThat(lots.spend(Credits.of("1"), NOON.minusSeconds(1)))
                .containsExactly(part(SOON, "1"));
    }

    @Nested
    class GivenTwoExpiredLots {
        private List<Part> lapse(String countedOnFirst, String countedOnSecond, String available) {
            return Lots.lapse(
                    List.of(
                            new Expired(
                                    lot(LATER, 1, NOON.plusSeconds(5), "3"),
                                    Credits.of(countedOnSecond)),
                            new Expired(lot(SOON, 2, NOON, "2"), Credits.of(countedOnFirst))),
                    Credits.of(available));
        }

        @Test
        void when_nothing_is_held_then_all_of_them_lapses() {
            assertThat(lapse("0", "0", "9")).containsExactly(part(SOON, "2"), part(LATER, "3"));
        }

        @Test
        void when_holds_count_on_them_then_only_the_rest_lapses() {
            assertThat(lapse("1", "1", "9")).containsExactly(part(SOON, "1"), part(LATER, "3"));
            assertThat(lapse("4", "4", "9")).containsExactly(part(LATER, "1"));
            assertThat(lapse("5", "5", "9")).isEmpty();
        }

        @Test
        void when_a_hold_was_made_between_their_expiries_then_only_the_later_is_kept_for_it() {
            assertThat(lapse("0", "2", "9")).containsExactly(part(SOON, "2"), part(LATER, "1"));
        }

        @Test
        void when_less_is_available_then_no_more_than_that_lapses() {
            assertThat(lapse("0", "0", "2.5")).containsExactly(part(SOON, "2"), part(LATER, "0.5"));
            assertThat(lapse("0", "0", "0")).isEmpty();
        }
    }

    @Test
    void what_lapses_at_the_same_time_is_told_together_the_soonest_first() {
        var evening = NOON.plusSeconds(5);
        var lots =
                List.of(
                        new Expired(lot(LATER, 1, evening, "3"), Credits.of("1")),
                        new Expired(lot(BOUGHT, 3, evening, "1"), Credits.of("1")),
                        new Expired(lot(SOON, 2, NOON, "2"), Credits.of("1")));
        assertThat(Lots.expiring(lots, Credits.of("9")))
                .containsExactly(
                        new Expiring(Credits.of("1"), NOON),
                        new Expiring(Credits.of("4"), evening));
        assertThat(Lots.expiring(lots, Credits.of("0.5")))
                .containsExactly(new Expiring(Credits.of("0.5"), NOON));
    }

    @Test
    void what_is_given_back_goes_to_the_lot_that_paid_last_first() {
        var paid = List.of(part(SOON, "1"), part(LATER, "2"), part(BOUGHT, "1"));
        assertThat(Lots.giveBack(paid, Credits.of("2.5")))
                .containsExactly(part(BOUGHT, "1"), part(LATER, "1.5"));
        assertThat(Lots.giveBack(paid, Credits.of("4"))).containsExactlyElementsOf(paid.reversed());
    }
}
