package dev.reelay.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What looks come to over many renders: how late ends are seen, and with how many calls. Decision
/// 0024 shows these figures.
class WatchedTest {
    private static final Logger LOG = Logger.getLogger(WatchedTest.class);

    /// Of renders, which are log-normal.
    ///
    /// @param spread of the logarithm
    /// @param soonest mean overhead in seconds that no plan can go below which knows the
    ///   distribution and makes as many calls as one each 15 s (by dynamic programming)
    record Kind(double median, double spread, double soonest) {
        List<Double> times(int many) {
            var random = new Random(2);
            return IntStream.range(0, many)
                    .mapToObj(_ -> median * Math.exp(spread * random.nextGaussian()))
                    .toList();
        }
    }

    private static final List<Kind> KINDS =
            List.of(
                    new Kind(60, 0.1, 1.26),
                    new Kind(60, 0.2, 2.40),
                    new Kind(60, 0.35, 3.92),
                    new Kind(60, 0.5, 5.13),
                    new Kind(400, 0.1, 1.41),
                    new Kind(400, 0.2, 2.67),
                    new Kind(400, 0.35, 4.22),
                    new Kind(400, 0.5, 5.69));

    static Stream<Kind> kinds() {
        return KINDS.stream();
    }

    /// Of a kind of which nothing is known, 1,500 are accepted within a minute, and thought to take
    /// as long as they do, a third of it or three times as long.
    static Stream<Arguments> unknown() {
        return KINDS.stream()
                .flatMap(
                        kind ->
                                DoubleStream.of(1, 1 / 3.0, 3)
                                        .mapToObj(guess -> Arguments.of(kind, guess)));
    }

    private static Watched.Came report(Kind kind, String how, Watched.Came came) {
        LOG.infof(
                "%3.0f s, spread %.2f, %s: seen %.1f s late (p99 %.1f), %.1f calls, %.1f fixed",
                kind.median(),
                kind.spread(),
                how,
                came.overhead(),
                came.p99(),
                came.calls(),
                came.fixedCalls());
        return came;
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void when_nothing_is_known_then_there_are_no_more_calls_than_at_a_fixed_distance(
            Kind kind, double guess) {
        var came =
                report(
                        kind,
                        "thought to take %.2f of that".formatted(guess),
                        Watched.watch(kind.times(1500), 60, kind.median() * guess, true));

        assertThat(came.calls()).isLessThanOrEqualTo(came.fixedCalls());
        if (guess < 2) {
            // At a fixed distance, 7.5 s on average.
            assertThat(came.overhead()).isLessThan(7.5);
        }
    }

    /// Ends are told by nobody, and the first guess is a third of the truth.
    @ParameterizedTest
    @MethodSource("kinds")
    void when_they_come_one_by_one_then_they_are_learned_from_while_they_run(Kind kind) {
        var came =
                report(
                        kind,
                        "one each 5 s",
                        Watched.watch(kind.times(1200), 6000, kind.median() / 3, false));

        assertThat(came.calls()).isLessThanOrEqualTo(came.fixedCalls());
        assertThat(came.overhead()).isLessThanOrEqualTo(1.4 * kind.soonest() + 0.4);
        if (kind.spread() <= 0.2 && kind.median() > 100) {
            assertThat(came.overhead()).isLessThanOrEqualTo(3);
        }
    }

    /// Nothing is ever learned: each is the only one.
    @ParameterizedTest
    @MethodSource("kinds")
    void when_one_is_alone_then_there_are_no_more_calls_than_at_a_fixed_distance(Kind kind) {
        var each =
                kind.times(100).stream()
                        .map(took -> Watched.watch(List.of(took), 1, kind.median() / 3, false))
                        .toList();
        var calls = each.stream().mapToDouble(Watched.Came::calls).average().orElseThrow();
        var fixed = each.stream().mapToDouble(Watched.Came::fixedCalls).average().orElseThrow();
        var overhead = each.stream().mapToDouble(Watched.Came::overhead).average().orElseThrow();
        report(kind, "alone", new Watched.Came(overhead, 0, calls, fixed));

        assertThat(calls).isLessThanOrEqualTo(fixed);
    }
}
