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
/// function `look_after` of the database, of which {@link #next} is the twin.
final class LookPlan {
    /// None is made before so many have ended.
    private static final double EARLY = 0.01;

    /// What takes longer than all but so many is looked at by growing waits.
    private static final double LATE = 0.995;

    private static final int MOST = 256;
    private static final double CLOSEST_MILLIS = 1000;

    /// For what takes less than the fixed distance, one look and sometimes a second.
    private static final double FEWEST = 1.25;

    private static final double HALF = 0.5;

    /// Of the looks beyond the first; what was learned is never exact.
    private static final double PLANNED = 0.97;

    /// Of the looks beyond the first so many are held back for a kind of which many run and no end
    /// was seen: they are needed when it turns out to be another than thought.
    private static final double HELD_BACK = 0.6;

    /// Looks too many are made up for sooner than by the end of the plan.
    private static final double SOONER = 1.5;

    private static final double LEAST_LEFT = 0.1;
    private static final double GROWTH = 0.3;

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

    /// The look after one that has just found a render working.
    ///
    /// Who was looked at more often than by this plan, because what was thought before was wrong,
    /// is looked at more rarely from now on, so that in the end it was as often as others.
    ///
    /// @param age of the render now
    /// @param made looks so far, this one included, without those that the upstream called for
    /// @param distance the wait of who was looked at too often when the plan is over
    /// @param slowest the longest wait that anything but the plan itself leads to
    Duration next(Duration age, int made, double phase, Duration distance, Duration slowest) {
        return Duration.ofMillis(
                (long)
                        next(
                                (double) age.toMillis(),
                                made,
                                phase,
                                (double) distance.toMillis(),
                                (double) slowest.toMillis()));
    }

    private double next(double age, int made, double phase, double distance, double slowest) {
        if (age < millis[0]) {
            return at(phase);
        }
        var last = millis.length - 1;
        if (age >= millis[last]) {
            var grown = millis[last] - millis[last - 1] + GROWTH * (age - millis[last]);
            var wait = made > millis.length ? Math.max(grown, distance) : grown;
            return age + Math.min(slowest, Math.max(CLOSEST_MILLIS, wait));
        }
        var passed = 1;
        while (age >= millis[passed]) {
            passed++;
        }
        var place = passed - 1 + (age - millis[passed - 1]) / (millis[passed] - millis[passed - 1]);
        var over = made - passed;
        var later = at(place + stretch(over, passed));
        return Math.max(
                age + CLOSEST_MILLIS, Math.max(at(place + 1), Math.min(age + slowest, later)));
    }

    /// How many steps of the plan the next one is, where so many looks too many were made: what is
    /// left of them is spread over what is left of the plan.
    private double stretch(int over, int passed) {
        if (over <= 0) {
            return 1;
        }
        var left = Math.max(calls - passed, LEAST_LEFT * calls);
        var most = over + 1.0;
        return SOONER * over < left ? Math.min(most, left / (left - SOONER * over)) : most;
    }

    private double at(double place) {
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
