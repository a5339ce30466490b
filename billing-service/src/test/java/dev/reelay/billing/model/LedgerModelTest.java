package dev.reelay.billing.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.billing.model.Command.Give;
import dev.reelay.billing.model.Command.Place;
import dev.reelay.billing.model.Command.Refund;
import dev.reelay.billing.model.Command.Settle;
import dev.reelay.testing.RandomRuns.Break;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Runs of random commands. `-Dreelay.seed` chooses others, `-Dreelay.ledger.sequences` how many.
class LedgerModelTest {
    private static final int LONGEST = 40;
    private static final long SEED = Long.getLong("reelay.seed", 1);
    private static final long SEQUENCES = Long.getLong("reelay.ledger.sequences", 20_000);

    private static Optional<Break<Command, List<String>>> firstBreak(
            long sequences, Set<Guard> without) {
        return PureRun.runs(LONGEST, without)
                .first(LongStream.range(0, sequences).map(i -> SEED * 1_000_003 + i));
    }

    @Test
    void when_commands_come_in_any_order_then_no_law_is_broken() {
        assertThat(firstBreak(SEQUENCES, EnumSet.noneOf(Guard.class))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void when_a_guard_is_taken_out_then_a_law_is_broken(Guard guard) {
        assertThat(firstBreak(SEQUENCES, EnumSet.of(guard))).isPresent();
    }

    @Test
    void a_run_that_breaks_a_law_is_told_by_its_fewest_commands() {
        var found = firstBreak(SEQUENCES, EnumSet.of(Guard.REFUNDED_ONCE)).orElseThrow();
        assertThat(found.commands()).hasSize(4);
        assertThat(found.commands().stream().map(Command::getClass))
                .containsExactlyElementsOf(
                        List.of(Give.class, Place.class, Settle.class, Refund.class));
    }
}
