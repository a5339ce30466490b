package dev.reelay.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExpectationTest {
    private static final Duration USUAL = Duration.ofSeconds(130);

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (1000 * seconds));
    }

    private static Survey ended(Survey survey, double seconds) {
        var took = seconds(seconds);
        return survey.done(new SeenDone(Duration.ZERO, took, true, 1, took));
    }

    private static Survey running(Survey survey, int many, double seconds) {
        return IntStream.range(0, many)
                .boxed()
                .reduce(
                        survey,
                        (sum, _) -> sum.working(Duration.ZERO, seconds(seconds)),
                        Survey::plus);
    }

    private static double beyond(RenderTimes times, double seconds) {
        return IntStream.range(RenderTimes.place((long) (1000 * seconds)), RenderTimes.CLASSES)
                .mapToDouble(times::weight)
                .sum();
    }

    @Nested
    class GivenThatNothingWasSeen {
        private final RenderTimes times = Expectation.of(Survey.none(), USUAL);

        @Test
        void when_a_time_is_expected_then_around_the_usual_one_and_widely() {
            assertThat(times.total()).isCloseTo(1, within(1e-3));
            assertThat(times.quantile(0.5)).isCloseTo(130_000, withinPercentage(5));
            assertThat(times.quantile(0.1)).isLessThan(130_000 / 2.0);
            assertThat(times.quantile(0.95)).isGreaterThan(3 * 130_000);
        }
    }

    @Nested
    class GivenThatManyRunAndNoneHasEnded {
        /// The share of those at work at this age that is thought to end in the next fifteen
        /// seconds.
        private static double soon(RenderTimes times, double age) {
            return 1 - beyond(times, age + 15) / beyond(times, age);
        }

        @Test
        void when_all_are_older_than_usual_then_later_times_are_expected() {
            var times = Expectation.of(running(Survey.none(), 500, 250), USUAL);
            assertThat(times.quantile(0.05)).isGreaterThan(250_000);
            assertThat(soon(times, 250)).isLessThan(0.05);
        }

        @Test
        void when_it_is_only_one_then_less_is_concluded_from_it() {
            var one = Expectation.of(running(Survey.none(), 1, 250), USUAL);
            var many = Expectation.of(running(Survey.none(), 500, 250), USUAL);
            assertThat(soon(one, 250)).isGreaterThan(2 * soon(many, 250));
        }
    }

    @Nested
    class GivenThatTheFirstOfManyHaveEnded {
        /// A thousand of 400 s and spread 0.2 are looked at until age 330 s: a sixth have ended. To
        /// count only these would mean to expect all before 330 s.
        private final RenderTimes times = Expectation.of(first(), USUAL);

        private static Survey first() {
            var random = new Random(3);
            var survey = Survey.none();
            for (var i = 0; i < 1000; i++) {
                var took = 400 * Math.exp(0.2 * random.nextGaussian());
                survey = took < 330 ? ended(survey, took) : running(survey, 1, 330);
            }
            return survey;
        }

        @Test
        void when_the_others_are_expected_then_by_the_curve_of_which_that_is_the_beginning() {
            assertThat(times.quantile(0.1)).isCloseTo(309_500, withinPercentage(5));
            assertThat(times.quantile(0.5)).isCloseTo(400_000, withinPercentage(6));
            assertThat(times.quantile(0.9)).isCloseTo(517_000, withinPercentage(10));
        }
    }

    @Nested
    class GivenTimesThatAreNotLogNormal {
        @Test
        void when_there_are_two_peaks_then_both_are_expected_and_little_between_them() {
            var survey = Survey.none();
            for (var i = 0; i < 400; i++) {
                survey = ended(survey, i % 5 == 0 ? 180 : 60);
            }
            var times = Expectation.of(survey, USUAL);
            assertThat(times.quantile(0.5)).isCloseTo(60_000, withinPercentage(5));
            assertThat(beyond(times, 170)).isCloseTo(0.2, within(0.02));
            assertThat(beyond(times, 66) - beyond(times, 170)).isLessThan(0.03);
        }
    }
}
