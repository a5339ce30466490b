package dev.reelay.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LookPlanTest {
    private static final Duration DISTANCE = Duration.ofSeconds(15);
    private static final Duration SLOWEST = Duration.ofSeconds(30);

    private static LookPlan plan(RenderTimes times) {
        return LookPlan.of(times, 0, DISTANCE);
    }

    private static RenderTimes renders(double median, double spread) {
        var random = new Random(2);
        var times = RenderTimes.none();
        for (var i = 0; i < 300; i++) {
            var took =
                    Duration.ofMillis(
                            (long) (1000 * median * Math.exp(spread * random.nextGaussian())));
            times = times.with(took, took);
        }
        return times;
    }

    private static Duration next(LookPlan plan, double seconds, int made) {
        return new LookAfter(plan)
                .next(Duration.ofMillis((long) (1000 * seconds)), made, 0.5, DISTANCE, SLOWEST);
    }

    static Stream<Arguments> kinds() {
        return DoubleStream.of(5, 30, 60, 90, 150, 300, 400, 600, 1800)
                .boxed()
                .flatMap(
                        median ->
                                DoubleStream.of(0.05, 0.1, 0.2, 0.35, 0.5)
                                        .mapToObj(spread -> Arguments.of(median, spread)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void when_looks_are_planned_then_they_come_later_and_later_and_none_too_early(
            double median, double spread) {
        var times = renders(median, spread);
        var planned = plan(times).millis();
        assertThat(planned).hasSizeBetween(2, 256);
        assertThat((double) planned[0]).isGreaterThanOrEqualTo(Math.floor(times.quantile(0.01)));
        for (var i = 1; i < planned.length; i++) {
            assertThat(planned[i] - planned[i - 1]).isGreaterThanOrEqualTo(999);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void when_a_render_goes_on_then_looks_at_it_go_on_and_none_is_more_than_a_while_away(
            double median, double spread) {
        var plan = plan(renders(median, spread));
        var gaps = plan.millis();
        var widest =
                IntStream.range(1, gaps.length)
                        .map(i -> gaps[i] - gaps[i - 1])
                        .reduce((int) SLOWEST.toMillis(), Math::max);
        var random = new Random(4);
        for (var i = 0; i < 500; i++) {
            var age = Duration.ofMillis((long) (3000 * median * random.nextDouble()));
            var made = random.nextInt(1, 100);
            var next = new LookAfter(plan).next(age, made, random.nextDouble(), DISTANCE, SLOWEST);
            if (age.toMillis() >= gaps[0]) {
                assertThat(next.minus(age))
                        .isBetween(Duration.ofMillis(999), Duration.ofMillis(widest));
            } else {
                assertThat(next.toMillis()).isBetween((long) gaps[0], (long) gaps[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void when_one_was_looked_at_as_planned_then_it_is_further_on(double median, double spread) {
        var plan = plan(renders(median, spread));
        var planned = plan.millis();
        for (var i = 0; i + 1 < planned.length; i++) {
            var next =
                    new LookAfter(plan)
                            .next(Duration.ofMillis(planned[i]), i + 1, 0.5, DISTANCE, SLOWEST);
            assertThat(next.toMillis()).isCloseTo(planned[i + 1], within(1L));
        }
    }

    @Nested
    class GivenOneThatWasLookedAtTooOften {
        private final LookPlan plan = plan(renders(400, 0.2));

        @Test
        void when_its_next_look_is_planned_then_it_is_later_than_for_others() {
            var other = next(plan, 350, passed(350_000));
            var next = next(plan, 350, passed(350_000) + 8);
            assertThat(next.minusSeconds(350))
                    .isGreaterThan(other.minusSeconds(350).multipliedBy(4).dividedBy(3));
        }

        @Test
        void when_it_goes_on_then_in_the_end_it_had_no_more_than_others() {
            var made = passed(330_000) + 9;
            var age = Duration.ofSeconds(330);
            while (age.toSeconds() < 500) {
                age = new LookAfter(plan).next(age, made, 0.5, DISTANCE, SLOWEST);
                made++;
            }
            assertThat(made).isLessThanOrEqualTo(passed(age.toMillis()) + 1);
        }

        private int passed(long millis) {
            return (int) Arrays.stream(plan.millis()).filter(one -> one <= millis).count();
        }
    }

    @Test
    void when_renders_are_accepted_together_then_they_are_not_looked_at_together() {
        var plan = plan(renders(60, 0.2));
        var firsts =
                IntStream.range(0, 10).mapToObj(tenths -> plan.first(tenths / 10.0)).distinct();
        assertThat(firsts).hasSize(10);
    }

    @Test
    void when_many_run_and_none_has_ended_then_looks_are_held_back() {
        var times = renders(400, 0.2);
        var sure = LookPlan.of(times, 0, DISTANCE).millis().length;
        assertThat(LookPlan.of(times, 1, DISTANCE).millis().length).isLessThan(sure / 2 + 1);
    }

    @Test
    void when_the_plan_is_over_then_waits_grow_to_the_longest() {
        var plan = plan(renders(60, 0.1));
        var end = plan.millis()[plan.millis().length - 1] / 1000.0;
        var soon = next(plan, end + 1, 5).minusMillis((long) (1000 * (end + 1)));
        var later = next(plan, end + 20, 6).minusMillis((long) (1000 * (end + 20)));
        assertThat(later).isGreaterThan(soon);
        assertThat(next(plan, end + 900, 9).minusMillis((long) (1000 * (end + 900))))
                .isEqualTo(SLOWEST);
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
            assertThat(Arrays.stream(plan(times).millis()).boxed().toList())
                    .noneMatch(look -> look >= 66_000 && look < 170_000)
                    .anyMatch(look -> look < 66_000)
                    .anyMatch(look -> look >= 170_000);
        }
    }
}
