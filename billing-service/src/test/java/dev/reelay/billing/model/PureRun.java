package dev.reelay.billing.model;

import dev.reelay.testing.RandomRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Runs commands against a model.
final class PureRun {
    private PureRun() {}

    /// @param length of a run at most
    static RandomRuns<Command, List<String>> runs(int length, Set<Guard> without) {
        return new RandomRuns<>(
                seed -> {
                    var random = new Random(seed);
                    return Command.random(random, 1 + random.nextInt(length));
                },
                commands -> run(commands, without),
                UnaryOperator.identity());
    }

    /// The laws that the commands break.
    private static Optional<List<String>> run(List<Command> commands, Set<Guard> without) {
        var model = new Model(without);
        return commands.stream()
                .map(command -> step(model, command))
                .filter(broken -> !broken.isEmpty())
                .findFirst();
    }

    /// Each command comes twice: by L8 the second changes nothing. By L10 entries only grow.
    private static List<String> step(Model model, Command command) {
        var before = List.copyOf(model.entries);
        var states = new ArrayList<>(model.holds.values());
        try {
            model.apply(command);
            var once = all(model);
            model.apply(command);
            if (!once.equals(all(model))) {
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

    private static String all(Model model) {
        return model + " " + model.holds + " " + model.lots + " " + model.asked;
    }
}
