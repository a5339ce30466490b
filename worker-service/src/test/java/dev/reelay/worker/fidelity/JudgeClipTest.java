package dev.reelay.worker.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Part;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.worker.fidelity.FidelityConfig.Policy;
import dev.reelay.worker.fidelity.Judgement.Delivered;
import dev.reelay.worker.fidelity.Judgement.Rejected;
import dev.reelay.worker.fidelity.Mismatch.Kind;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Five seconds of 1280x720 are ordered, with sound.
class JudgeClipTest {
    private static final JobSpec ORDERED = ordered(Mode.TEXT);

    private static JobSpec ordered(Mode mode) {
        return new JobSpec(
                JobId.next(),
                TenantId.next(),
                "m",
                mode,
                "a kite",
                null,
                5,
                1280,
                720,
                "720p",
                "16:9",
                true,
                null,
                null,
                null,
                1,
                false,
                null,
                List.of(),
                null,
                Instant.now(),
                Instant.now(),
                1,
                1,
                null,
                null);
    }

    private static Output clip(int width, int height, long millis, boolean audio) {
        return new Output(0, "k", "video/mp4", 1, "00", width, height, millis, audio, null, null);
    }

    private static JudgeClip judge(Policy policy) {
        return new JudgeClip(
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(FidelityConfig.class)
                        .withDefaultValue(
                                "reelay.fidelity.policy",
                                policy.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                        .build()
                        .getConfigMapping(FidelityConfig.class));
    }

    private static List<Kind> found(JobSpec ordered, Output clip) {
        var judged = (Delivered) judge(Policy.RECORD).judge(ordered, clip);
        assertThat(judged.clip()).isEqualTo(clip);
        return judged.mismatches().stream().map(Mismatch::kind).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "1280, 720, 5000, true, ''",
        "1280, 720, 4500, true, ''",
        "1280, 720, 5500, true, ''",
        "1280, 720, 5041, true, ''", // what a page of a vendor shows for five seconds
        "1280, 720, 4499, true, TOO_SHORT",
        "1280, 720, 5501, true, TOO_LONG",
        "854, 480, 5000, true, TOO_SMALL",
        "720, 1280, 5000, true, ''",
        "1248, 704, 5000, true, ''",
        "1920, 1080, 5000, true, ''",
        "1280, 720, 5000, false, SILENT"
    })
    void when_a_clip_is_compared_then_what_differs_by_more_than_the_tolerance_is_found(
            int width, int height, long millis, boolean audio, String kinds) {
        assertThat(found(ORDERED, clip(width, height, millis, audio)))
                .isEqualTo(kinds.isEmpty() ? List.of() : List.of(Kind.valueOf(kinds)));
    }

    @ParameterizedTest
    @EnumSource(names = {"VIDEO", "EXTENSION"})
    void when_it_is_made_from_a_clip_then_its_length_may_follow_that_ones(Mode mode) {
        assertThat(found(ordered(mode), clip(1280, 720, 12_000, true))).isEmpty();
    }

    @Nested
    class GivenThatAShareIsRefunded {
        private final JudgeClip judge = judge(Policy.REFUND_SHARE);

        @Test
        void when_it_is_too_short_then_the_delivered_seconds_are_paid() {
            var clip = clip(1280, 720, 2999, true);
            var judged = (Delivered) judge.judge(ORDERED, clip);
            assertThat(judged.clip()).isEqualTo(clip.paying(new Part(2999, 5000)));
            assertThat(judged.mismatches())
                    .containsExactly(
                            new Mismatch(
                                    Kind.TOO_SHORT, "the clip is 2.999 s long; 5 s were ordered"));
        }

        @Test
        void when_it_differs_in_something_else_then_it_is_paid_in_full() {
            var clip = clip(854, 480, 5000, false);
            var judged = (Delivered) judge.judge(ORDERED, clip);
            assertThat(judged.clip()).isEqualTo(clip);
            assertThat(judged.mismatches()).hasSize(2);
        }
    }

    @Nested
    class GivenThatLessIsNotDelivered {
        private final JudgeClip judge = judge(Policy.FAIL);

        @Test
        void when_it_is_less_then_the_tenant_is_told_precisely() {
            assertThat(judge.judge(ORDERED, clip(854, 480, 3000, false)))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            no -> {
                                assertThat(no.failure().reason()).isEqualTo(Reason.PROVIDER_ERROR);
                                assertThat(no.failure().message())
                                        .isEqualTo(
                                                "what the provider made is not what was ordered:"
                                                        + " the clip is 3 s long; 5 s were ordered;"
                                                        + " the picture is 854x480; 1280x720 was"
                                                        + " ordered; the clip has no sound, which"
                                                        + " was ordered");
                                assertThat(no.mismatches()).hasSize(3);
                            });
        }

        @Test
        void when_it_is_only_longer_then_it_is_delivered() {
            var clip = clip(1280, 720, 8000, true);
            assertThat(judge.judge(ORDERED, clip))
                    .isInstanceOfSatisfying(
                            Delivered.class, yes -> assertThat(yes.clip()).isEqualTo(clip));
        }
    }
}
