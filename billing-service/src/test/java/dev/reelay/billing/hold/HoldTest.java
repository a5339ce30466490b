package dev.reelay.billing.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reelay.billing.hold.Hold.State;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.event.HoldSettled;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HoldTest {
    private static final JobId JOB = JobId.next();
    private static final TenantId TENANT = TenantId.next();

    private static Hold hold(State state, String amount, String captured, int outputs) {
        return new Hold(
                JOB, TENANT, 1L, state, Credits.of(amount), Credits.of(captured), outputs, 1);
    }

    private static JobReport report(Status status, int... delivered) {
        var outputs =
                Arrays.stream(delivered)
                        .mapToObj(
                                i ->
                                        new JobReport.Output(
                                                i,
                                                "k",
                                                "video/mp4",
                                                1,
                                                "00",
                                                2,
                                                2,
                                                1,
                                                false,
                                                null,
                                                null))
                        .toList();
        return new JobReport(JOB, TENANT, 3, status, 100, null, null, outputs, null, List.of());
    }

    @Nested
    class GivenAHeldHoldForThreeClips {
        private final Hold held = hold(State.HELD, "3", "0", 3);

        @Test
        void when_all_were_delivered_then_all_is_captured() {
            assertThat(held.settledBy(report(Status.COMPLETED, 0, 1, 2)))
                    .isEqualTo(hold(State.CAPTURED, "3", "3", 3));
        }

        @Test
        void when_two_were_delivered_then_two_are_captured_and_one_is_released() {
            var settled = held.settledBy(report(Status.COMPLETED, 0, 2));
            assertThat(settled.told())
                    .isEqualTo(new HoldSettled(JOB, TENANT, Credits.of("2"), Credits.of("1")));
        }

        @Test
        void
                when_the_report_names_clips_twice_or_too_many_then_no_more_than_the_hold_is_captured() {
            assertThat(held.settledBy(report(Status.COMPLETED, 0, 0, 1, 2, 3, -1)))
                    .isEqualTo(hold(State.CAPTURED, "3", "3", 3));
        }

        @ParameterizedTest
        @CsvSource({
            "2999, 5000, 0.5998", // of 1: a clip of 2.999 s where 5 s were ordered
            "1, 3, 0.333333", // rounded down
            "0, 5000, 0",
            "5000, 5000, 1",
            "9000, 5000, 1", // never more than its share
            "-1, 5000, 1",
            "1, 0, 1",
            "9223372036854775806, 9223372036854775807, 0.999999"
        })
        void when_less_was_delivered_than_ordered_then_a_part_of_its_share_is_captured(
                long had, long of, String captured) {
            var end = report(Status.COMPLETED, 1);
            var clip = end.outputs().getFirst().paying(new JobReport.Part(had, of));
            var less =
                    new JobReport(
                            JOB,
                            TENANT,
                            3,
                            Status.COMPLETED,
                            100,
                            null,
                            null,
                            List.of(clip),
                            null,
                            List.of());

            var settled = held.settledBy(less);

            assertThat(settled).isEqualTo(hold(State.CAPTURED, "3", captured, 3));
            assertThat(settled.captured().plus(settled.released())).isEqualTo(Credits.of("3"));
        }

        @Test
        void when_it_completed_without_a_clip_then_all_is_released() {
            assertThat(held.settledBy(report(Status.COMPLETED)))
                    .isEqualTo(hold(State.RELEASED, "3", "0", 3));
        }

        @ParameterizedTest
        @EnumSource(names = {"FAILED", "CANCELLED", "EXPIRED"})
        void when_the_job_was_not_completed_then_all_is_released(Status status) {
            assertThat(held.settledBy(report(status, 0)))
                    .isEqualTo(hold(State.RELEASED, "3", "0", 3));
        }

        @ParameterizedTest
        @EnumSource(names = {"QUEUED", "IN_PROGRESS"})
        void when_the_job_has_not_ended_then_nobody_may_settle(Status status) {
            assertThatIllegalArgumentException().isThrownBy(() -> held.settledBy(report(status)));
        }

        @Test
        void then_nobody_is_told_of_a_settlement() {
            assertThatIllegalStateException().isThrownBy(held::told);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VOIDED")
    void a_request_to_hold_again_is_answered_as_the_first(State state) {
        assertThat(hold(state, "3", "0", 3).answer())
                .isEqualTo(new HoldAnswer.Held(1, Credits.of("3")));
    }

    @Test
    void a_request_to_hold_what_was_given_up_is_refused() {
        assertThat(hold(State.VOIDED, "3", "0", 3).answer()).isEqualTo(new HoldAnswer.Voided());
    }

    @Test
    void an_end_says_nothing_of_a_voided_hold_or_of_another_tenants() {
        var end = report(Status.FAILED);
        assertThat(hold(State.HELD, "3", "0", 3).isOf(end)).isTrue();
        assertThat(hold(State.VOIDED, "3", "0", 3).isOf(end)).isFalse();
        var foreign =
                new Hold(JOB, TenantId.next(), 1L, State.HELD, Credits.of("3"), Credits.ZERO, 3, 1);
        assertThat(foreign.isOf(end)).isFalse();
    }

    @Test
    void a_free_clip_is_captured_for_nothing() {
        assertThat(hold(State.HELD, "0", "0", 1).settledBy(report(Status.COMPLETED, 0)))
                .isEqualTo(hold(State.CAPTURED, "0", "0", 1));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HELD")
    void a_hold_that_is_resolved_stays_as_it_is(State state) {
        var resolved = hold(state, "3", "0", 3);
        assertThat(resolved.settledBy(report(Status.COMPLETED, 0, 1, 2))).isEqualTo(resolved);
    }
}
