package dev.reelay.worker.pace;

import java.time.Duration;

/// How long the next render of a kind will take, from what was seen of others and from what its
/// model usually takes. Pure.
///
/// Times of one kind are thought to be log-normal. Each median and each spread is weighted by how
/// well it tells what was seen, those that still run included, and by how far the median is from
/// the usual one. What comes of that counts as a few imagined renders beside the real ones: where
/// many were seen they decide, also where they are not log-normal at all, and where none was, as
/// beyond the time of the oldest, the curve that fits the others goes on.
final class Expectation {
    private static final int CLASSES = RenderTimes.CLASSES;

    /// Of the logarithm of render times.
    private static final double[] SPREADS = {0.05, 0.1, 0.15, 0.2, 0.27, 0.36, 0.5, 0.7};

    /// Of the logarithm of medians: one of three is off by a factor of two.
    private static final double OFF = 0.7;

    /// What the fitted curve is worth, in renders seen.
    private static final double IMAGINED = 12;

    /// Some render takes any time: one that none of the curves can tell rules out none.
    private static final double STRAY = 1e-4;

    /// For each spread, by the distance of a class from the median's: the share that ends in the
    /// class of those that reached it, its logarithm, and that of the rest.
    private static final double[][] SHARES = new double[SPREADS.length][2 * CLASSES - 1];

    private static final double[][] ENDS = new double[SPREADS.length][2 * CLASSES - 1];

    private static final double[][] PASSES = new double[SPREADS.length][2 * CLASSES - 1];

    private static final double[] TAIL = {
        1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.319381530
    };

    static {
        var width = Math.log(RenderTimes.to(1) / RenderTimes.from(1));
        for (var s = 0; s < SPREADS.length; s++) {
            for (var k = 0; k < ENDS[s].length; k++) {
                var off = k - (CLASSES - 1);
                var reached = beyond((off - 0.5) * width / SPREADS[s]);
                var left = beyond((off + 0.5) * width / SPREADS[s]);
                var share = reached < 1e-12 ? 1 : 1 - left / reached;
                share = STRAY + (1 - 2 * STRAY) * share;
                SHARES[s][k] = share;
                ENDS[s][k] = Math.log(share);
                PASSES[s][k] = Math.log(1 - share);
            }
        }
    }

    private Expectation() {}

    /// Weights that add up to one.
    static RenderTimes of(Survey seen, Duration usual) {
        var fitted = fitted(seen, usual);
        var weights = new float[CLASSES];
        var running = 1.0;
        var imagined = IMAGINED;
        for (var i = 0; i < CLASSES; i++) {
            var ends = seen.ended(i) + IMAGINED * fitted[i];
            imagined = Math.max(0, imagined - IMAGINED * fitted[i]);
            var passes = seen.passed(i) + imagined;
            var share = i == CLASSES - 1 || ends + passes < 1e-9 ? 1 : ends / (ends + passes);
            weights[i] = (float) (running * share);
            running -= running * share;
        }
        return RenderTimes.of(weights);
    }

    private static double[] fitted(Survey seen, Duration usual) {
        var first = 0;
        var last = CLASSES - 1;
        while (first <= last && untouched(seen, first)) {
            first++;
        }
        while (last >= first && untouched(seen, last)) {
            last--;
        }
        var likely = new double[SPREADS.length][CLASSES];
        var best = Double.NEGATIVE_INFINITY;
        for (var median = 0; median < CLASSES; median++) {
            var off = Math.log(middle(median) / usual.toMillis()) / OFF;
            for (var s = 0; s < SPREADS.length; s++) {
                var log = -off * off / 2;
                for (var i = first; i <= last; i++) {
                    var k = i - median + CLASSES - 1;
                    log += seen.ended(i) * ENDS[s][k] + seen.passed(i) * PASSES[s][k];
                }
                likely[s][median] = log;
                best = Math.max(best, log);
            }
        }
        return mixed(likely, best);
    }

    private static boolean untouched(Survey seen, int place) {
        return seen.ended(place) == 0 && seen.passed(place) == 0;
    }

    private static double[] mixed(double[][] likely, double best) {
        var mixed = new double[CLASSES];
        var all = 0.0;
        for (var s = 0; s < SPREADS.length; s++) {
            for (var median = 0; median < CLASSES; median++) {
                var weight = Math.exp(likely[s][median] - best);
                if (weight < 1e-6) {
                    continue;
                }
                all += weight;
                for (var i = 0; i < CLASSES && weight > 1e-12; i++) {
                    var share = SHARES[s][i - median + CLASSES - 1];
                    mixed[i] += weight * share;
                    weight -= weight * share;
                }
                mixed[CLASSES - 1] += weight;
            }
        }
        for (var i = 0; i < CLASSES; i++) {
            mixed[i] /= all;
        }
        return mixed;
    }

    private static double middle(int place) {
        return place == 0 ? 1000 : Math.sqrt(RenderTimes.from(place) * RenderTimes.to(place));
    }

    /// The share of a normal distribution beyond so many deviations, by Abramowitz and Stegun,
    /// "Handbook of Mathematical Functions", 26.2.17; its error is below 7.5e-8.
    private static double beyond(double deviations) {
        var z = Math.abs(deviations);
        var t = 1 / (1 + 0.2316419 * z);
        var sum = 0.0;
        for (var factor : TAIL) {
            sum = (sum + factor) * t;
        }
        var tail = sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        return deviations > 0 ? tail : 1 - tail;
    }
}
