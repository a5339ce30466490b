package dev.reelay.simulation;

import dev.reelay.simulation.Checker.Broken;
import dev.reelay.testing.RandomRuns;
import dev.reelay.testing.RandomRuns.Break;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Runs by their seeds.
///
/// @param without the guards that are taken out
/// @param steps counts what was done
record Simulation(Set<Guard> without, LongAdder steps) {

    RandomRuns<Move, Broken> runs() {
        return new RandomRuns<>(Move::of, this::broken, Move::lucky);
    }

    /// What these moves break.
    Optional<Broken> broken(List<Move> moves) {
        return Optional.ofNullable(run(moves, null));
    }

    private @Nullable Broken run(List<Move> moves, @Nullable List<String> story) {
        var world = new World(without, story);
        try {
            world.run(moves);
        } catch (RuntimeException e) {
            world.checker.broken(Invariant.STEP, String.valueOf(e));
        }
        steps.add(world.steps());
        return world.checker.broken();
    }

    /// What happens in a run that breaks something, step by step.
    String story(Break<Move, Broken> broken) {
        var story = new ArrayList<String>();
        run(broken.commands(), story);
        return String.join("\n", story);
    }
}
