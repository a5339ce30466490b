package dev.reelay.billing.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Runs commands against a model and, where a law breaks, finds a shorter run that breaks it too.
final class PureRun {
    private PureRun() {}

    /// What broke, and by which commands.
    record Break(List<String> laws, List<Command> commands) {}

    /// @param length of the run at most
    static Optional<Break> random(long seed, int length, Set<Guard> without) {
        var random = new Random(seed);
        var commands = Command.random(random, 1 + random.nextInt(length));
        return run(commands, without).map(broken -> shrunk(broken, without));
    }

    static Optional<Break> run(List<Command> commands, Set<Guard> without) {
        var model = new Model(without);
        for (var i = 0; i < commands.size(); i++) {
            var broken = step(model, commands.get(i));
            if (!broken.isEmpty()) {
                return Optional.of(new Break(broken, List.copyOf(commands.subList(0, i + 1))));
            }
        }
        return Optional.empty();
    }

    /// Each command comes twice: by L8 the second changes nothing. By L10 entries only grow.
    private static List<String> step(Model model, Command command) {
        var before = List.copyOf(model.entries);
        var states = new ArrayList<>(model.holds.values());
        try {
            model.apply(command);
            var once = model + " " + model.holds + " " + model.lots;
            model.apply(command);
            if (!once.equals(model + " " + model.holds + " " + model.lots)) {
                return List.of("L8");
            }
        } catch (IllegalStateException | IllegalArgumentException e) {
            return List.of("L1 " + e.getMessage());
        }
        if (!model.entries.subList(0, before.size()).equals(before)) {
            return List.of("L10");
        }
        var after = List.copyOf(model.holds.values());
        for (var i = 0; i < states.size(); i++) {
            if (states.get(i).state() != Model.State.HELD && !states.get(i).equals(after.get(i))) {
                return List.of("L4");
            }
        }
        return Laws.broken(model);
    }

    /// Leaves out one command after the other as long as the run still breaks.
    private static Break shrunk(Break broken, Set<Guard> without) {
        for (var i = 0; i < broken.commands().size(); i++) {
            var fewer = new ArrayList<>(broken.commands());
            fewer.remove(i);
            var still = run(fewer, without);
            if (still.isPresent()) {
                return shrunk(still.get(), without);
            }
        }
        return broken;
    }
}
