package dev.reelay.worker.pace;

import java.time.Duration;

/// What looks have seen of renders of one kind. For each class of {@link RenderTimes}: how many
/// ended in it, and how many were seen to go on through it. Those that still run count as far as
/// they were seen, so a kind that is slower than thought shows it before the first one ends.
/// Neither number need be whole; a sum of surveys is one.
final class Survey {
    private static final double MANY = 3;
    private static final double FEW = 6;

    private final float[] ended;
    private final float[] passed;

    private Survey(float[] ended, float[] passed) {
        this.ended = ended;
        this.passed = passed;
    }

    static Survey none() {
        return new Survey(new float[RenderTimes.CLASSES], new float[RenderTimes.CLASSES]);
    }

    /// Throws `IllegalArgumentException` where the numbers are of other classes.
    static Survey of(float[] ended, float[] passed) {
        if (ended.length != RenderTimes.CLASSES || passed.length != RenderTimes.CLASSES) {
            throw new IllegalArgumentException("not a survey of renders");
        }
        return new Survey(ended.clone(), passed.clone());
    }

    /// With one more look at a render that still ran.
    ///
    /// @param before the look before this one; zero where there was none
    Survey working(Duration before, Duration at) {
        var more = passed.clone();
        pass(more, before.toMillis(), at.toMillis());
        return new Survey(ended, more);
    }

    /// With one more render that was seen to be done.
    Survey done(SeenDone done) {
        var from = done.earliest().toMillis();
        var to = done.latest().toMillis();
        var moreEnded = ended.clone();
        var morePassed = passed.clone();
        through(morePassed, Math.min(done.before().toMillis(), from), RenderTimes.place(from));
        var all = RenderTimes.none().with(done.earliest(), done.latest());
        var left = 1.0;
        for (var i = RenderTimes.place(from); i <= RenderTimes.place(to) && left > 0; i++) {
            left -= all.weight(i);
            moreEnded[i] += (float) all.weight(i);
            morePassed[i] += (float) Math.max(0, left);
        }
        return new Survey(moreEnded, morePassed);
    }

    /// It went through all classes up to the one in which it ended, and through no part of that
    /// one.
    private static void through(float[] passed, long before, int last) {
        var begin = Math.round(RenderTimes.from(last));
        if (before < begin) {
            pass(passed, before, begin);
        } else {
            passed[last] -= (float) ((before - begin) / (RenderTimes.to(last) - begin));
        }
    }

    private static void pass(float[] passed, long from, long to) {
        for (var i = RenderTimes.place(from); i <= RenderTimes.place(to); i++) {
            var begin = RenderTimes.from(i);
            var end = RenderTimes.to(i);
            var through = Math.min(to, end) - Math.max(from, begin);
            passed[i] += (float) (Math.max(0, through) / (end - begin));
        }
    }

    Survey plus(Survey other) {
        var moreEnded = ended.clone();
        var morePassed = passed.clone();
        for (var i = 0; i < RenderTimes.CLASSES; i++) {
            moreEnded[i] += other.ended[i];
            morePassed[i] += other.passed[i];
        }
        return new Survey(moreEnded, morePassed);
    }

    /// From 0 where ends were seen, or nothing was, to 1 where many were looked at and none has
    /// ended.
    double unsure() {
        var ends = 0.0;
        var many = 0.0;
        for (var i = 0; i < RenderTimes.CLASSES; i++) {
            ends += ended[i];
            many = Math.max(many, passed[i]);
        }
        return many / (many + MANY) * FEW / (FEW + ends);
    }

    double ended(int place) {
        return ended[place];
    }

    /// Not below zero, where what was forgotten is taken back.
    double passed(int place) {
        return Math.max(0, passed[place]);
    }

    float[] allEnded() {
        return ended.clone();
    }

    float[] allPassed() {
        return passed.clone();
    }

    /// Those that ended, by how long they took.
    RenderTimes times() {
        return RenderTimes.of(ended);
    }
}
