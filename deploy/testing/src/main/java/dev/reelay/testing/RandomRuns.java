package dev.reelay.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/// Runs of random commands against something that must not break. A run follows from its seed
/// alone; of one that breaks, the fewest and simplest commands that still break are told.
///
/// @param commands of a seed
/// @param run what the commands break, if anything; the same for the same commands
/// @param simpler the same command without what may be left out of it; itself where there is
///   nothing
public record RandomRuns<C, B>(
        LongFunction<List<C>> commands,
        Function<List<C>, Optional<B>> run,
        UnaryOperator<C> simpler) {

    /// A run that broke something, shortened.
    public record Break<C, B>(long seed, B what, List<C> commands) {
        public Break {
            commands = List.copyOf(commands);
        }
    }

    /// The run of one seed.
    public Optional<Break<C, B>> of(long seed) {
        var all = commands.apply(seed);
        return run.apply(all).map(what -> simplest(fewest(new Break<>(seed, what, all))));
    }

    /// The first of these seeds whose run breaks something.
    public Optional<Break<C, B>> first(LongStream seeds) {
        return seeds.mapToObj(this::of).flatMap(Optional::stream).findFirst();
    }

    /// Leaves out pieces, at first half of all, at last single commands, while it still breaks.
    private Break<C, B> fewest(Break<C, B> broken) {
        var found = broken;
        for (var piece = Math.max(1, found.commands().size() / 2); ; piece = (piece + 1) / 2) {
            var before = found;
            for (var from = 0; from < found.commands().size(); ) {
                var fewer = without(found, from, piece);
                if (fewer.isPresent()) {
                    found = fewer.get();
                } else {
                    from += piece;
                }
            }
            if (piece == 1 && found.equals(before)) {
                return found;
            }
        }
    }

    private Optional<Break<C, B>> without(Break<C, B> broken, int from, int piece) {
        var fewer = new ArrayList<>(broken.commands());
        fewer.subList(from, Math.min(from + piece, fewer.size())).clear();
        return again(broken, fewer);
    }

    private Break<C, B> simplest(Break<C, B> broken) {
        var found = broken;
        for (var i = 0; i < found.commands().size(); i++) {
            var simple = simpler.apply(found.commands().get(i));
            if (!simple.equals(found.commands().get(i))) {
                var commands = new ArrayList<>(found.commands());
                commands.set(i, simple);
                found = again(found, commands).orElse(found);
            }
        }
        return found;
    }

    private Optional<Break<C, B>> again(Break<C, B> broken, List<C> commands) {
        return run.apply(commands).map(what -> new Break<>(broken.seed(), what, commands));
    }
}
