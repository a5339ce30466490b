package dev.reelay.worker.pace;

import java.time.Duration;

/// What the function `look_after` of the database is to answer, for simulations without one.
/// LearnPaceTest holds the two together.
final class LookAfter {
    /// Looks too many are made up for sooner than by the end of the plan.
    private static final double SOONER = 1.5;

    private static final double LEAST_LEFT = 0.1;
    private static final double GROWTH = 0.3;

    private final LookPlan plan;
    private final int[] millis;

    LookAfter(LookPlan plan) {
        this.plan = plan;
        millis = plan.millis();
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
            return plan.at(phase);
        }
        var last = millis.length - 1;
        if (age >= millis[last]) {
            var grown = millis[last] - millis[last - 1] + GROWTH * (age - millis[last]);
            var wait = made > millis.length ? Math.max(grown, distance) : grown;
            return age + Math.min(slowest, Math.max(LookPlan.CLOSEST_MILLIS, wait));
        }
        var passed = 1;
        while (age >= millis[passed]) {
            passed++;
        }
        var place = passed - 1 + (age - millis[passed - 1]) / (millis[passed] - millis[passed - 1]);
        var over = made - passed;
        var later = plan.at(place + stretch(over, passed));
        return Math.max(
                age + LookPlan.CLOSEST_MILLIS,
                Math.max(plan.at(place + 1), Math.min(age + slowest, later)));
    }

    /// How many steps of the plan the next one is, where so many looks too many were made: what is
    /// left of them is spread over what is left of the plan.
    private double stretch(int over, int passed) {
        if (over <= 0) {
            return 1;
        }
        var left = Math.max(plan.calls() - passed, LEAST_LEFT * plan.calls());
        var most = over + 1.0;
        return SOONER * over < left ? Math.min(most, left / (left - SOONER * over)) : most;
    }
}
