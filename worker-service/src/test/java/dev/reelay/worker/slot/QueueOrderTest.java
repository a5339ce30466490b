package dev.reelay.worker.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.worker.slot.QueueOrder.Line;
import dev.reelay.worker.slot.QueueOrder.Room;
import dev.reelay.worker.slot.QueueOrder.Standing;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class QueueOrderTest {
    private static final Room FULL = new Room(0, 2);
    private static final Room UNLIMITED = new Room(100, 100);
    private static final List<Integer> THREE_OF_TEN_SECONDS = List.of(10, 10, 10);

    private static Line line(double vtime, int weight, int queued) {
        return new Line(vtime, weight, queued, queued * 10L);
    }

    @Nested
    class GivenNobodyElse {
        @Test
        void when_all_slots_are_taken_then_each_waits_for_one_of_them() {
            assertThat(
                            QueueOrder.standings(
                                    line(0, 1, 3),
                                    THREE_OF_TEN_SECONDS,
                                    List.of(),
                                    FULL,
                                    UNLIMITED))
                    .containsExactly(new Standing(1, 5), new Standing(2, 10), new Standing(3, 15));
        }

        @Test
        void when_there_is_room_then_those_that_fit_wait_for_nothing() {
            assertThat(
                            QueueOrder.standings(
                                    line(0, 1, 3),
                                    THREE_OF_TEN_SECONDS,
                                    List.of(),
                                    new Room(2, 2),
                                    UNLIMITED))
                    .containsExactly(new Standing(1, 0), new Standing(2, 0), new Standing(3, 5));
        }

        @Test
        void when_the_tenant_may_have_one_at_once_then_they_start_one_after_the_other() {
            assertThat(
                            QueueOrder.standings(
                                    line(0, 1, 3),
                                    THREE_OF_TEN_SECONDS,
                                    List.of(),
                                    UNLIMITED,
                                    new Room(0, 1)))
                    .containsExactly(new Standing(1, 10), new Standing(2, 20), new Standing(3, 30));
        }

        @Test
        void when_limits_were_lowered_below_what_runs_then_nothing_fits() {
            assertThat(
                            QueueOrder.standings(
                                    line(0, 1, 1),
                                    List.of(10),
                                    List.of(),
                                    new Room(-3, 2),
                                    UNLIMITED))
                    .allSatisfy(standing -> assertThat(standing.waitSeconds()).isGreaterThan(5));
        }
    }

    @Nested
    class GivenOthers {
        private List<Integer> positions(Line own, Line... others) {
            return QueueOrder.standings(own, THREE_OF_TEN_SECONDS, List.of(others), FULL, UNLIMITED)
                    .stream()
                    .map(Standing::position)
                    .toList();
        }

        @Test
        void when_another_had_as_much_then_they_take_turns() {
            assertThat(positions(line(0, 1, 3), line(0, 1, 50))).containsExactly(1, 3, 5);
        }

        @Test
        void when_another_has_three_times_the_weight_then_three_of_its_start_between_two() {
            assertThat(positions(line(0, 1, 3), line(0, 3, 50))).containsExactly(1, 5, 9);
        }

        @Test
        void when_another_had_less_then_it_catches_up_first() {
            assertThat(positions(line(40, 1, 3), line(0, 1, 50))).containsExactly(5, 7, 9);
        }

        @Test
        void when_another_had_more_then_its_ten_thousand_jobs_are_behind() {
            assertThat(positions(line(0, 1, 3), line(1000, 1, 10_000))).containsExactly(1, 2, 3);
        }

        @Test
        void when_another_has_few_then_no_more_than_those_are_before() {
            assertThat(positions(line(500, 1, 3), line(0, 1, 2))).containsExactly(3, 4, 5);
        }

        @Test
        void when_others_are_before_then_their_seconds_are_waited_for() {
            assertThat(
                            QueueOrder.standings(
                                    line(20, 1, 1),
                                    List.of(10),
                                    List.of(new Line(0, 1, 1, 90)),
                                    FULL,
                                    UNLIMITED))
                    .containsExactly(new Standing(2, 50));
        }
    }
}
