package dev.reelay.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RenderTimesTest {
    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }

    private static RenderTimes ended(RenderTimes times, double seconds) {
        return times.with(seconds(seconds), seconds(seconds));
    }

    @Nested
    class GivenRendersOfOneToAHundredSeconds {
        private final RenderTimes times =
                IntStream.rangeClosed(1, 100)
                        .boxed()
                        .reduce(
                                RenderTimes.none(),
                                (sum, each) -> ended(sum, each),
                                RenderTimes::plus);

        @Test
        void when_quantiles_are_asked_then_they_are_right_but_for_the_width_of_a_class() {
            assertThat(times.quantile(0.1)).isCloseTo(10_000, withinPercentage(5));
            assertThat(times.quantile(0.5)).isCloseTo(50_000, withinPercentage(5));
            assertThat(times.quantile(0.9)).isCloseTo(90_000, withinPercentage(5));
        }

        @Test
        void when_the_mean_is_asked_then_it_is_right_but_for_the_width_of_a_class() {
            assertThat(times.mean()).isCloseTo(50_500, withinPercentage(5));
            assertThat(times.total()).isCloseTo(100, withinPercentage(0.01));
        }

        @Test
        void when_others_are_added_then_both_count() {
            var slow = RenderTimes.none();
            for (var i = 0; i < 300; i++) {
                slow = ended(slow, 1000);
            }
            assertThat(times.plus(slow).quantile(0.5)).isCloseTo(1_000_000, withinPercentage(5));
        }
    }

    @Nested
    class GivenAnEndThatNobodySaw {
        @Test
        void when_it_lies_between_two_looks_then_all_times_between_them_are_as_likely() {
            var times = RenderTimes.none().with(seconds(20), seconds(60));
            assertThat(times.quantile(0.25)).isCloseTo(30_000, withinPercentage(5));
            assertThat(times.quantile(0.75)).isCloseTo(50_000, withinPercentage(5));
            assertThat(times.total()).isCloseTo(1, withinPercentage(0.01));
        }

        @Test
        void when_it_took_longer_or_less_than_any_class_then_it_counts_in_the_nearest() {
            var times = ended(ended(RenderTimes.none(), 0), 1_000_000);
            assertThat(times.total()).isCloseTo(2, withinPercentage(0.01));
            assertThat(times.quantile(1)).isGreaterThan(7_200_000);
        }
    }

    @Test
    void when_weights_are_of_other_classes_then_they_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RenderTimes.of(new float[3]));
    }
}
