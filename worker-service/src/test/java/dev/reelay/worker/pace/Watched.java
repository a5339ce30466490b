package dev.reelay.worker.pace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/// Renders under virtual time, looked at by the very code that plans looks, learned from and
/// planned anew every five seconds as a worker does it. The same each time.
final class Watched {
    static final Duration DISTANCE = Duration.ofSeconds(15);
    static final Duration SLOWEST = Duration.ofSeconds(30);

    private static final double SHARE_EACH = 5;
    private static final double REMEMBERED = 100;
    private static final double REMEMBERS_FOR = 600;

    /// What looking came to.
    ///
    /// @param overhead seconds from the end of a render until it was seen, on average
    /// @param p99 all but a hundredth were seen sooner
    /// @param calls at each render, on average
    /// @param fixedCalls of one look each 15 s
    record Came(double overhead, double p99, double calls, double fixedCalls) {}

    private record Look(double at, int order, Render render) {}

    private static final class Render {
        private final double began;
        private final double took;
        private int looks;
        private double before;

        Render(double began, double took) {
            this.began = began;
            this.took = took;
        }
    }

    private final Random random = new Random(1);
    private final PriorityQueue<Look> looks =
            new PriorityQueue<>(Comparator.comparingDouble(Look::at).thenComparing(Look::order));
    private final List<Double> overheads = new ArrayList<>();
    private final Duration usual;
    private final boolean told;
    private Learned known = Learned.nothing();
    private Learned fresh = Learned.nothing();
    private double shared;
    private LookPlan plan;
    private int order;
    private double calls;
    private double fixedCalls;

    private Watched(double usual, boolean told) {
        this.usual = seconds(usual);
        this.told = told;
        plan = planned();
    }

    /// @param times in seconds, of renders that are accepted at even distances
    /// @param window seconds in which they are
    /// @param usual seconds that they are thought to take while nothing is known
    /// @param told whether the upstream tells how long they took
    static Came watch(List<Double> times, double window, double usual, boolean told) {
        var watched = new Watched(usual, told);
        for (var i = 0; i < times.size(); i++) {
            watched.plan(new Render(window * i / times.size(), times.get(i)), Duration.ZERO);
        }
        return watched.came();
    }

    private Came came() {
        for (var next = looks.poll(); next != null; next = looks.poll()) {
            share(next.at());
            if (next.at() == next.render().began) {
                plan(next.render(), plan.first(random.nextDouble()));
            } else {
                look(next.render(), next.at() - next.render().began);
            }
        }
        var many = overheads.size();
        return new Came(
                overheads.stream().mapToDouble(one -> one).average().orElseThrow(),
                overheads.stream().sorted().skip(many * 99L / 100).findFirst().orElseThrow(),
                calls / many,
                fixedCalls / many);
    }

    private void look(Render render, double age) {
        calls++;
        render.looks++;
        if (age < render.took) {
            fresh = fresh.working(seconds(render.before), seconds(age));
            render.before = age;
            plan(
                    render,
                    new LookAfter(plan)
                            .next(
                                    seconds(age),
                                    render.looks,
                                    random.nextDouble(),
                                    DISTANCE,
                                    SLOWEST));
            return;
        }
        overheads.add(age - render.took);
        fixedCalls += Math.ceil(render.took / DISTANCE.toSeconds());
        var took = told ? seconds(render.took) : null;
        var before = seconds(render.before);
        fresh = fresh.with(new SeenDone(before, seconds(age), false, render.looks, took));
    }

    private void plan(Render render, Duration age) {
        looks.add(new Look(render.began + age.toMillis() / 1000.0, order++, render));
    }

    private void share(double now) {
        if (now < shared + SHARE_EACH) {
            return;
        }
        var kept =
                Math.max(
                        Math.pow(1 - 1 / REMEMBERED, fresh.renders()),
                        Math.exp((shared - now) / REMEMBERS_FOR));
        known = forgotten(known, kept).plus(fresh);
        fresh = Learned.nothing();
        plan = planned();
        shared = now;
    }

    private LookPlan planned() {
        var survey = known.survey();
        return LookPlan.of(Expectation.of(survey, usual), survey.unsure(), DISTANCE);
    }

    private static Learned forgotten(Learned known, double kept) {
        var ended = known.survey().allEnded();
        var passed = known.survey().allPassed();
        for (var i = 0; i < ended.length; i++) {
            ended[i] *= (float) kept;
            passed[i] *= (float) kept;
        }
        return new Learned(Survey.of(ended, passed), known.renders() * kept, 0, 0, 0);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }
}
