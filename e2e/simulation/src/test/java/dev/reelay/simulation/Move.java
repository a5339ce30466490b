package dev.reelay.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What the scheduler decides: whose turn it is, and how lucky it is.
///
/// @param which of those that could be meant, modulo their number
/// @param luck 0 where all goes well; otherwise what goes wrong follows from it
record Move(Kind kind, int which, int luck) {
    private static final int LONGEST = 400;
    // Some runs are calm and some are rough: each kind of trouble needs another weather.
    private static final int[] UNLUCKY = {3, 15, 30, 60};
    private static final int[] ROUGH = {0, 0, 4, 12};

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
        /// A process stands still for a while, as one that is stopped does.
        STALL,
        CRASH
    }

    /// Those of a seed, the same each time.
    static List<Move> of(long seed) {
        var random = new SplittableRandom(seed);
        var count = 20 + random.nextInt(LONGEST);
        var moves = new ArrayList<Move>(count + 1);
        var unlucky = UNLUCKY[random.nextInt(UNLUCKY.length)];
        var rough = ROUGH[random.nextInt(ROUGH.length)];
        moves.add(new Move(Kind.BEGIN, random.nextInt(1 << 16), 0));
        for (var i = 0; i < count; i++) {
            var luck = random.nextInt(100) < unlucky ? random.nextInt() | 1 : 0;
            moves.add(
                    new Move(
                            kind(random.nextInt(96 + rough), rough),
                            random.nextInt(1 << 16),
                            luck));
        }
        return moves;
    }

    /// @param any below 96 and what is rough
    private static Kind kind(int any, int rough) {
        if (any < 42) {
            return Kind.TASK;
        }
        if (any < 66) {
            return Kind.MESSAGE;
        }
        if (any < 83) {
            return Kind.LOOP;
        }
        if (any < 88) {
            return Kind.CLIENT;
        }
        if (any < 96) {
            return Kind.TIME;
        }
        return any < 96 + rough * 2 / 3 ? Kind.STALL : Kind.CRASH;
    }

    /// The same without what goes wrong in it.
    Move lucky() {
        return new Move(kind, which, 0);
    }
}
