package dev.reelay.worker.pace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Decides when to look at a render, from how long those before it took. Pure.
///
/// None before a tenth of them have ended. From then on looks stand the closer, the more likely the
/// render ends just then: their number in a short time is made proportional to the square root of
/// the hazard, the share that ends in it of those still running, for which a given number of looks
/// finds ends soonest (Barlow, Hunter and Proschan, "Optimum checking procedures", 1963). As many
/// are made as looks at a fixed distance would have been.
final class Cadence {
    private static final double EARLY = 0.1;

    /// What takes longer than all but so many is looked at by growing waits.
    private static final double LATE = 0.995;

    private static final int MOST = 96;
    private static final double CLOSEST_MILLIS = 1000;

    /// For what takes less than the fixed distance, one look and sometimes a second.
    private static final double FEWEST = 1.25;

    /// Of the looks beyond the first; what was learned is never exact, and the last are not
    /// counted.
    private static final double PLANNED = 0.93;

    private static final double HALF = 0.5;

    private Cadence() {}

    /// @param times at least one render, or a guess
    /// @param phase 0 to 1, another for each render, so that those accepted together are not looked
    ///   at together
    /// @param distance of the fixed looks than which these may not be more, on average
    /// @param slowest the longest wait between two looks
    static Looks looks(RenderTimes times, double phase, Duration distance, Duration slowest) {
        var course = Course.of(times);
        var calls = Math.max(FEWEST, times.mean() / distance.toMillis() + HALF);
        var step = course.mean() / (PLANNED * (calls - 1));
        var planned = new ArrayList<Duration>();
        var last = 0.0;
        for (var worth = phase * step;
                worth < course.all() && planned.size() < MOST;
                worth += step) {
            last = Math.max(course.at(worth), last + CLOSEST_MILLIS);
            planned.add(Duration.ofMillis((long) last));
        }
        if (planned.isEmpty()) {
            planned.add(Duration.ofMillis((long) course.end()));
        }
        return new Looks(planned, wait(planned, distance), slowest);
    }

    private static Duration wait(List<Duration> planned, Duration distance) {
        var many = planned.size();
        var gap =
                many > 1
                        ? planned.get(many - 1).minus(planned.get(many - 2))
                        : distance.dividedBy(3);
        return gap.compareTo(distance) < 0 ? gap : distance;
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
