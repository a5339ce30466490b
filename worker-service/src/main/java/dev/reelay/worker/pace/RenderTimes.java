package dev.reelay.worker.pace;

import java.time.Duration;

/// How long renders of one kind take: a histogram whose classes grow by 4.4 % each, from a second
/// to two hours. It can be added to another, so that workers learn together, and its weights need
/// not be whole, so that what is old counts for less.
final class RenderTimes {
    /// Classes in which a duration doubles.
    private static final int PER_DOUBLING = 16;

    static final int CLASSES = 13 * PER_DOUBLING;

    private final float[] weights;

    private RenderTimes(float[] weights) {
        this.weights = weights;
    }

    static RenderTimes none() {
        return new RenderTimes(new float[CLASSES]);
    }

    /// Throws `IllegalArgumentException` where the weights are of other classes.
    static RenderTimes of(float[] weights) {
        if (weights.length != CLASSES) {
            throw new IllegalArgumentException("not a histogram of render times");
        }
        return new RenderTimes(weights.clone());
    }

    /// With one more render, which ended at some time between these.
    RenderTimes with(Duration earliest, Duration latest) {
        var more = weights.clone();
        var from = Math.clamp(earliest.toMillis(), 0, (long) to(CLASSES - 1) - 1);
        var to = Math.clamp(latest.toMillis(), from + 1, (long) to(CLASSES - 1));
        for (var i = place(from); i <= place(to); i++) {
            var shared = Math.min(to, to(i)) - Math.max(from, from(i));
            more[i] += (float) (Math.max(0, shared) / (to - from));
        }
        return new RenderTimes(more);
    }

    RenderTimes plus(RenderTimes other) {
        var sum = weights.clone();
        for (var i = 0; i < CLASSES; i++) {
            sum[i] += other.weights[i];
        }
        return new RenderTimes(sum);
    }

    float[] weights() {
        return weights.clone();
    }

    double weight(int place) {
        return weights[place];
    }

    double total() {
        var sum = 0.0;
        for (var weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /// In milliseconds; 0 where nothing is known.
    double mean() {
        var sum = 0.0;
        for (var i = 0; i < CLASSES; i++) {
            sum += weights[i] * (from(i) + to(i)) / 2;
        }
        return sum == 0 ? 0 : sum / total();
    }

    /// The time in milliseconds by which such a share has ended; 0 where nothing is known.
    double quantile(double share) {
        var wanted = share * total();
        var before = 0.0;
        for (var i = 0; i < CLASSES; i++) {
            if (weights[i] > 0 && before + weights[i] >= wanted) {
                return from(i) + (to(i) - from(i)) * (wanted - before) / weights[i];
            }
            before += weights[i];
        }
        return 0;
    }

    /// Where a class begins, in milliseconds. The first has all that is less than a second too.
    static double from(int place) {
        return place == 0 ? 0 : to(place - 1);
    }

    /// Where a class ends, in milliseconds.
    static double to(int place) {
        return 1000 * Math.pow(2, (place + 1.0) / PER_DOUBLING);
    }

    static int place(long millis) {
        if (millis <= 1000) {
            return 0;
        }
        var doublings = Math.log(millis / 1000.0) / Math.log(2);
        return (int) Math.min(CLASSES - 1, doublings * PER_DOUBLING);
    }
}
