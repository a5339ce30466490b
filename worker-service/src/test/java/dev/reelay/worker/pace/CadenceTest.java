package dev.reelay.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CadenceTest {
    private static final Duration DISTANCE = Duration.ofSeconds(15);
    private static final Duration SLOWEST = Duration.ofSeconds(30);
    private static final int RENDERS = 4000;

    /// What looking came to, on average over renders.
    private record Came(double calls, double overhead, double fixedCalls, double fixedOverhead) {}

    private static Looks looks(RenderTimes times, double phase) {
        return Cadence.looks(times, phase, DISTANCE, SLOWEST);
    }

    private static double render(Random random, double median, double spread) {
        return median * Math.exp(spread * random.nextGaussian());
    }

    /// What 300 renders teach, used on others of the same kind.
    private static Came lookedAt(double median, double spread) {
        var random = new Random(1);
        var times = RenderTimes.none();
        for (var i = 0; i < 300; i++) {
            var took = Duration.ofMillis((long) (1000 * render(random, median, spread)));
            times = times.with(took, took);
        }
        var sums = new double[4];
        for (var i = 0; i < RENDERS; i++) {
            var took = render(random, median, spread);
            var seen = seen(looks(times, random.nextDouble()), took);
            var fixed = Math.ceil(took / 15);
            sums[0] += seen.calls();
            sums[1] += seen.at() - took;
            sums[2] += fixed;
            sums[3] += 15 * fixed - took;
        }
        return new Came(sums[0] / RENDERS, sums[1] / RENDERS, sums[2] / RENDERS, sums[3] / RENDERS);
    }

    /// The look that finds a render done, and which one it is.
    private record Seen(double at, int calls) {}

    private static Seen seen(Looks looks, double took) {
        var calls = 0;
        var at = 0.0;
        for (var planned : looks.planned()) {
            at = planned.toMillis() / 1000.0;
            calls++;
            if (at >= took) {
                return new Seen(at, calls);
            }
        }
        var wait = looks.then().toMillis() / 1000.0;
        while (at < took) {
            at += wait;
            calls++;
            wait = Math.min(looks.most().toMillis() / 1000.0, wait * 1.3);
        }
        return new Seen(at, calls);
    }

    static Stream<Arguments> kinds() {
        return DoubleStream.of(30, 60, 90, 150, 300)
                .boxed()
                .flatMap(
                        median ->
                                DoubleStream.of(0.05, 0.1, 0.2, 0.35, 0.5)
                                        .mapToObj(spread -> Arguments.of(median, spread)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void when_a_kind_is_known_then_ends_are_seen_sooner_than_by_fixed_looks_and_with_no_more(
            double median, double spread) {
        var came = lookedAt(median, spread);
        assertThat(came.calls()).isLessThanOrEqualTo(came.fixedCalls());
        assertThat(came.overhead()).isLessThan(came.fixedOverhead());
    }

    /// Renders that differ by a fifth from one another at most, as those of one kind mostly do.
    /// With as few calls nobody can be faster where they differ more.
    @Test
    void when_renders_of_a_kind_are_alike_then_ends_are_seen_within_three_seconds() {
        var kinds =
                DoubleStream.of(30, 60, 90, 150)
                        .boxed()
                        .flatMap(m -> Stream.of(lookedAt(m, 0.1), lookedAt(m, 0.2)))
                        .toList();
        assertThat(kinds.stream().mapToDouble(Came::overhead).average().orElseThrow())
                .isLessThanOrEqualTo(3);
        assertThat(kinds.stream().mapToDouble(Came::calls).sum())
                .isLessThanOrEqualTo(kinds.stream().mapToDouble(Came::fixedCalls).sum());
    }

    @Test
    void when_renders_are_short_then_a_second_look_is_rare() {
        var came = lookedAt(8, 0.2);
        assertThat(came.calls()).isLessThanOrEqualTo(1.35);
        assertThat(came.overhead()).isLessThan(came.fixedOverhead());
    }

    @Nested
    class GivenAnyTimes {
        @ParameterizedTest
        @MethodSource("dev.reelay.worker.pace.CadenceTest#kinds")
        void when_looks_are_planned_then_they_come_later_and_later_and_none_too_early(
                double median, double spread) {
            var random = new Random(2);
            var times = RenderTimes.guess(Duration.ofSeconds(60));
            for (var i = 0; i < 50; i++) {
                var seen = Duration.ofMillis((long) (1000 * render(random, median, spread)));
                times = times.with(seen.dividedBy(2), seen);
            }
            for (var phase = 0.0; phase < 1; phase += 0.09) {
                var planned = looks(times, phase).planned();
                assertThat(planned).hasSizeBetween(1, 96);
                assertThat((double) planned.getFirst().toMillis())
                        .isGreaterThanOrEqualTo(Math.floor(times.quantile(0.1)));
                for (var i = 1; i < planned.size(); i++) {
                    assertThat(planned.get(i).minus(planned.get(i - 1)))
                            .isGreaterThanOrEqualTo(Duration.ofMillis(999));
                }
            }
        }

        @Test
        void when_renders_are_accepted_together_then_they_are_not_looked_at_together() {
            var guess = RenderTimes.guess(Duration.ofSeconds(60));
            var firsts =
                    IntStream.range(0, 10)
                            .mapToObj(tenths -> looks(guess, tenths / 10.0).first())
                            .distinct();
            assertThat(firsts).hasSize(10);
        }
    }

    @Nested
    class GivenAKindThatNobodyHasSeen {
        @Test
        void when_its_model_usually_takes_a_minute_then_the_first_look_is_after_half_of_that() {
            var first = looks(RenderTimes.guess(Duration.ofSeconds(60)), 0).first();
            assertThat(first.toMillis() / 1000.0).isCloseTo(31.6, within(1.6));
        }
    }

    @Nested
    class GivenTwoPeaks {
        private final RenderTimes times = peaks();

        private static RenderTimes peaks() {
            var times = RenderTimes.none();
            for (var i = 0; i < 100; i++) {
                var took = Duration.ofSeconds(i < 80 ? 60 : 180);
                times = times.with(took, took);
            }
            return times;
        }

        @Test
        void when_looks_are_planned_then_none_stands_between_them() {
            assertThat(looks(times, 0.5).planned())
                    .noneMatch(look -> look.toSeconds() >= 66 && look.toSeconds() < 170)
                    .anyMatch(look -> look.toSeconds() < 66)
                    .anyMatch(look -> look.toSeconds() >= 170);
        }
    }
}
