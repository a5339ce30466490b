package dev.reelay.worker.pace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// When to look at the renders of one kind. Pure.
///
/// Looks stand the closer, the more likely the render ends just then: their number in a short time
/// is made proportional to the square root of the hazard, the share that ends in it of those still
/// running, for which a given number of looks finds ends soonest (Barlow, Hunter and Proschan,
/// "Optimum checking procedures", 1963). As many are made as looks at a fixed distance would have
/// been. Where a look stands depends on the render's age alone, so a better plan can take over from
/// one by which it was looked at before. The next look is reckoned where timers are claimed, by the
/// function `look_after` of the database.
final class LookPlan {
    /// None is made before so many have ended.
    private static final double EARLY = 0.01;

    /// What takes longer than all but so many is looked at by growing waits.
    private static final double LATE = 0.995;

    private static final int MOST = 256;
    static final double CLOSEST_MILLIS = 1000;

    /// For what takes less than the fixed distance, one look and sometimes a second.
    private static final double FEWEST = 1.25;

    private static final double HALF = 0.5;

    /// Of the looks beyond the first; what was learned is never exact.
    private static final double PLANNED = 0.97;

    /// Of the looks beyond the first so many are held back for a kind of which many run and no end
    /// was seen: they are needed when it turns out to be another than thought.
    private static final double HELD_BACK = 0.6;

    private final int[] millis;
    private final double calls;

    private LookPlan(int[] millis, double calls) {
        this.millis = millis;
        this.calls = calls;
    }

    /// @param times at least one render, or an expectation
    /// @param unsure 0 to 1, as {@link Survey#unsure}
    /// @param distance of the fixed looks than which these may not be more, on average
    static LookPlan of(RenderTimes times, double unsure, Duration distance) {
        var course = Course.of(times);
        var calls = Math.max(FEWEST, times.mean() / distance.toMillis() + HALF);
        var step = course.mean() / (PLANNED * (1 - HELD_BACK * unsure) * (calls - 1));
        var looks = new ArrayList<Double>();
        var last = -CLOSEST_MILLIS;
        for (var worth = 0.0; worth < course.all() && looks.size() < MOST; worth += step) {
            last = Math.max(course.at(worth), last + CLOSEST_MILLIS);
            looks.add(last);
        }
        while (looks.size() < 2) {
            last = Math.max(course.end(), last + CLOSEST_MILLIS);
            looks.add(last);
        }
        return new LookPlan(looks.stream().mapToInt(Double::intValue).toArray(), calls);
    }

    /// After the upstream's acceptance, in milliseconds, ever later; at least two.
    int[] millis() {
        return millis.clone();
    }

    /// Looks at each render, on average.
    double calls() {
        return calls;
    }

    /// The first look.
    ///
    /// @param phase 0 to 1, another for each render, so that those accepted together are not looked
    ///   at together
    Duration first(double phase) {
        return Duration.ofMillis((long) at(phase));
    }

    /// The age at a place of the plan, which need not be whole; 0 is its first look.
    double at(double place) {
        var before = (int) place;
        if (before >= millis.length - 1) {
            return millis[millis.length - 1];
        }
        return millis[before] + (place - before) * (millis[before + 1] - millis[before]);
    }

    @Override
    public String toString() {
        return "looks at " + Arrays.toString(millis);
    }

    /// What looks are worth over the time of a render: the integral of the root of the hazard, from
    /// the early quantile on. It grows by pieces, each a straight line.
    private record Course(List<Piece> pieces, double mean, double end) {
        private record Piece(double from, double to, double worth, double more) {}

        static Course of(RenderTimes times) {
            var early = times.quantile(EARLY);
            var total = times.total();
            var pieces = new ArrayList<Piece>();
            var running = total;
            var worth = 0.0;
            var mean = 0.0;
            for (var i = 0; i < RenderTimes.CLASSES && running > (1 - LATE) * total; i++) {
                var ends = times.weight(i);
                var from = Math.max(early, RenderTimes.from(i));
                var width = RenderTimes.to(i) - from;
                if (width > 0) {
                    var rate = ends / (RenderTimes.to(i) - RenderTimes.from(i));
                    var more = width * Math.sqrt(rate / (running - ends / 2));
                    mean += rate * width * (worth + more / 2);
                    pieces.add(new Piece(from, RenderTimes.to(i), worth, more));
                    worth += more;
                }
                running -= ends;
            }
            mean += Math.max(0, running) * worth;
            return new Course(pieces, mean / total, pieces.getLast().to());
        }

        double all() {
            var last = pieces.getLast();
            return last.worth() + last.more();
        }

        /// The time at which looks are worth so much.
        double at(double worth) {
            for (var piece : pieces) {
                if (piece.more() > 0 && worth <= piece.worth() + piece.more()) {
                    var share = (worth - piece.worth()) / piece.more();
                    return piece.from() + share * (piece.to() - piece.from());
                }
            }
            return end;
        }
    }
}
