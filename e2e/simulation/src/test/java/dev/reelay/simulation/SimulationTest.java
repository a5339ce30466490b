package dev.reelay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.simulation.Move.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `-Dreelay.seed` chooses other seeds, `-Dreelay.simulation.seeds` how many; {@link Simulate} is
/// for large numbers of them.
class SimulationTest {
    private static final long FIRST = Long.getLong("reelay.seed", 1);
    private static final long SEEDS = Long.getLong("reelay.simulation.seeds", 20_000);
    private static final long SEEDS_WITHOUT_A_GUARD = 200_000;

    private static Simulation simulation(EnumSet<Guard> without) {
        return new Simulation(without, new LongAdder());
    }

    @Nested
    class GivenAllGuards {
        @Test
        void when_anything_is_lost_doubled_late_or_dead_then_every_invariant_holds() {
            var simulation = simulation(EnumSet.noneOf(Guard.class));
            var found = Simulate.firstBreak(simulation, FIRST, SEEDS);
            assertThat(found).as(found.map(b -> Simulate.told(simulation, b)).orElse("")).isEmpty();
        }

        @Test
        void when_nothing_goes_wrong_then_a_clip_is_rendered_charged_and_told() {
            var story = new ArrayList<String>();
            var world = new World(EnumSet.noneOf(Guard.class), story);

            world.run(List.of(new Move(Kind.BEGIN, 0b0100, 0)));

            assertThat(world.checker.broken()).isNull();
            assertThat(world.billing.ledger()).hasToString("[20000000, 19000000, 0, 1000000]");
            assertThat(world.receiver.log)
                    .singleElement()
                    .satisfies(heard -> assertThat(heard.end().word()).isEqualTo("completed"));
            assertThat(story).anyMatch(line -> line.contains("execution 1/0 is completed"));
        }

        @Test
        void when_a_seed_runs_twice_then_the_same_happens() {
            var one = new ArrayList<String>();
            var other = new ArrayList<String>();
            new World(EnumSet.noneOf(Guard.class), one).run(Move.of(FIRST));
            new World(EnumSet.noneOf(Guard.class), other).run(Move.of(FIRST));

            assertThat(one).isNotEmpty().isEqualTo(other);
        }
    }

    @Nested
    class GivenOneGuardLess {
        @ParameterizedTest
        @EnumSource
        void when_enough_seeds_ran_then_an_invariant_is_broken(Guard guard) {
            var simulation = simulation(EnumSet.of(guard));
            for (var from = 1L; from < SEEDS_WITHOUT_A_GUARD; from += 500) {
                var found = Simulate.firstBreak(simulation, from, 500);
                if (found.isPresent()) {
                    System.out.printf(
                            "| %s | %s | %,d |%n",
                            guard, found.get().what().invariant(), found.get().seed());
                    return;
                }
            }
            assertThat(guard).as("a guard that nobody misses").isNull();
        }

        @Test
        void when_it_breaks_then_the_fewest_moves_are_told_with_the_command_that_repeats_them() {
            var simulation = simulation(EnumSet.of(Guard.INTENT_BEFORE_SEND));
            var found = Simulate.firstBreak(simulation, 1, 100).orElseThrow();

            assertThat(found.what().invariant()).isEqualTo(Invariant.P2);
            assertThat(found.commands()).extracting(Move::kind).containsExactly(Kind.BEGIN);
            assertThat(Simulate.told(simulation, found))
                    .contains("worker 1: sends execution 1/0", "BROKEN P2")
                    .endsWith(
                            "--seeds 1 --from %d --without INTENT_BEFORE_SEND\""
                                    .formatted(found.seed()));
        }
    }
}
