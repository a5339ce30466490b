package dev.reelay.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SurveyTest {
    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static int place(long seconds) {
        return RenderTimes.place(seconds * 1000);
    }

    private static double ended(Survey survey) {
        return IntStream.range(0, RenderTimes.CLASSES).mapToDouble(survey::ended).sum();
    }

    @Nested
    class GivenARenderThatStillRuns {
        private final Survey once = Survey.none().working(Duration.ZERO, seconds(60));

        @Test
        void when_it_was_looked_at_then_it_has_passed_all_times_before() {
            assertThat(once.passed(place(1))).isEqualTo(1);
            assertThat(once.passed(place(40))).isEqualTo(1);
            assertThat(once.passed(place(60))).isBetween(0.0, 0.99);
            assertThat(once.passed(place(70))).isZero();
            assertThat(ended(once)).isZero();
        }

        @Test
        void when_it_is_looked_at_again_then_no_time_is_counted_twice() {
            var twice = once.working(seconds(60), seconds(100));
            assertThat(twice.passed(place(40))).isEqualTo(1);
            assertThat(twice.passed(place(60))).isCloseTo(1, within(1e-5));
            assertThat(twice.passed(place(80))).isCloseTo(1, within(1e-5));
        }
    }

    @Nested
    class GivenARenderThatIsDone {
        @Test
        void when_the_upstream_says_when_then_it_passed_what_was_before_and_ended_there() {
            var done = new SeenDone(seconds(20), seconds(60), false, 2, seconds(50));
            var survey = Survey.none().done(done);
            assertThat(survey.passed(place(10))).isZero(); // the look before told of that
            assertThat(survey.passed(place(30))).isEqualTo(1);
            assertThat(survey.ended(place(50))).isEqualTo(1);
            assertThat(survey.passed(place(55))).isZero();
        }

        @Test
        void when_it_was_seen_at_work_in_the_class_in_which_it_ends_then_it_did_not_pass_that() {
            var took = Duration.ofMillis(60_100);
            var survey =
                    Survey.none()
                            .working(Duration.ZERO, seconds(60))
                            .done(new SeenDone(seconds(60), seconds(61), false, 2, took));
            assertThat(survey.ended(place(60))).isEqualTo(1);
            assertThat(survey.passed(place(60))).isCloseTo(0, within(1e-5));
            assertThat(survey.passed(place(50))).isCloseTo(1, within(1e-5));
        }

        @Test
        void when_it_ended_before_the_last_look_then_nothing_is_passed_twice() {
            var done = new SeenDone(seconds(55), seconds(60), false, 2, seconds(50));
            var survey = Survey.none().working(Duration.ZERO, seconds(55)).done(done);
            assertThat(survey.passed(place(30))).isEqualTo(1);
            assertThat(survey.ended(place(50))).isEqualTo(1);
        }

        @Test
        void when_nobody_says_when_then_it_ended_and_passed_in_parts_between_the_looks() {
            var done = new SeenDone(seconds(20), seconds(60), false, 2, null);
            var survey = Survey.none().done(done);
            assertThat(ended(survey)).isCloseTo(1, within(1e-4));
            assertThat(survey.passed(place(25)))
                    .isGreaterThan(survey.passed(place(40)))
                    .isLessThan(1);
            assertThat(survey.passed(place(65))).isZero();
        }
    }

    @Test
    void when_nothing_or_ends_were_seen_then_it_is_sure_and_with_many_that_only_run_it_is_not() {
        var survey = Survey.none();
        assertThat(survey.unsure()).isZero();
        for (var i = 0; i < 27; i++) {
            survey = survey.working(Duration.ZERO, seconds(60));
        }
        assertThat(survey.unsure()).isCloseTo(0.9, within(0.001));
        for (var i = 0; i < 100; i++) {
            survey = survey.done(new SeenDone(seconds(60), seconds(70), true, 2, null));
        }
        assertThat(survey.unsure()).isLessThan(0.06);
    }

    @Test
    void when_surveys_are_added_then_all_counts_are() {
        var one = Survey.none().working(Duration.ZERO, seconds(60));
        var both = one.plus(one);
        assertThat(both.passed(place(40))).isEqualTo(2);
    }

    @Test
    void when_numbers_are_of_other_classes_then_they_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Survey.of(new float[208], new float[3]));
    }
}
