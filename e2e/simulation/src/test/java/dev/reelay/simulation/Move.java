package dev.reelay.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What the scheduler decides: whose turn it is, and how lucky it is.
///
/// @param which of those that could be meant, modulo their number
/// @param luck 0 where all goes well; otherwise what goes wrong follows from it
record Move(Kind kind, int which, int luck) {
    private static final int LONGEST = 160;

    enum Kind {
        /// How the run is set up, and the first request.
        BEGIN,
        /// A task takes a step.
        TASK,
        /// A message arrives.
        MESSAGE,
        /// A process looks for what is due.
        LOOP,
        CLIENT,
        TIME,
        CRASH
    }

    /// Those of a seed, the same each time.
    static List<Move> of(long seed) {
        var random = new SplittableRandom(seed);
        var count = 20 + random.nextInt(LONGEST);
        var moves = new ArrayList<Move>(count + 1);
        moves.add(new Move(Kind.BEGIN, random.nextInt(1 << 16), 0));
        for (var i = 0; i < count; i++) {
            var luck = random.nextInt(4) == 0 ? random.nextInt() | 1 : 0;
            moves.add(new Move(kind(random.nextInt(100)), random.nextInt(1 << 16), luck));
        }
        return moves;
    }

    private static Kind kind(int percent) {
        if (percent < 42) {
            return Kind.TASK;
        }
        if (percent < 66) {
            return Kind.MESSAGE;
        }
        if (percent < 83) {
            return Kind.LOOP;
        }
        if (percent < 88) {
            return Kind.CLIENT;
        }
        return percent < 97 ? Kind.TIME : Kind.CRASH;
    }

    /// The same without what goes wrong in it.
    Move lucky() {
        return new Move(kind, which, 0);
    }
}
