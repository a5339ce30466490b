package dev.reelay.api.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.catalogue.AspectRatio;
import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.catalogue.Mode;
import dev.reelay.common.catalogue.Model;
import dev.reelay.common.catalogue.Model.Durations;
import dev.reelay.common.catalogue.Resolution;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ShapeClipTest {
    private static final AspectRatio TALL = new AspectRatio(9, 16);
    private static final AspectRatio CINEMA = new AspectRatio(21, 9);
    private static final AskedShape PORTRAIT =
            new AskedShape(4, new FrameSize(720, 1280), null, null);

    /// 1 to 30 s, any even size up to 1920.
    private static final Model FREE =
            model(
                    new Durations.Between(1, 30),
                    List.of(Resolution.P480, Resolution.P720, Resolution.P1080),
                    List.of(AspectRatio.WIDE, TALL, CINEMA),
                    1920);

    /// 5 or 10 s, wide only.
    private static final Model STRICT =
            model(
                    new Durations.OneOf(List.of(5, 10)),
                    List.of(Resolution.P720),
                    List.of(AspectRatio.WIDE),
                    null);

    @Nested
    class GivenNothingWasSaid {
        @Test
        void when_the_model_can_then_the_dialects_defaults_count() {
            assertThat(ShapeClip.shape(FREE, AskedShape.NOTHING, PORTRAIT))
                    .isEqualTo(new Shape(4, new FrameSize(720, 1280), Resolution.P720, TALL));
        }

        @Test
        void when_the_model_cannot_then_its_own_defaults_count() {
            assertThat(ShapeClip.shape(STRICT, AskedShape.NOTHING, PORTRAIT))
                    .isEqualTo(
                            new Shape(
                                    5,
                                    new FrameSize(1280, 720),
                                    Resolution.P720,
                                    AspectRatio.WIDE));
        }
    }

    @Nested
    class GivenAPictureWasSaid {
        @Test
        void when_only_the_tier_then_the_ratio_is_the_models() {
            assertThat(shape(null, Resolution.P1080, null))
                    .isEqualTo(
                            new Shape(
                                    4,
                                    new FrameSize(1920, 1080),
                                    Resolution.P1080,
                                    AspectRatio.WIDE));
        }

        @Test
        void when_only_the_ratio_then_the_tier_is_the_models() {
            assertThat(shape(null, null, TALL).size()).isEqualTo(new FrameSize(720, 1280));
        }

        @Test
        void when_size_tier_and_ratio_agree_then_they_are_taken() {
            assertThat(shape(new FrameSize(854, 480), Resolution.P480, AspectRatio.WIDE))
                    .isEqualTo(
                            new Shape(
                                    4, new FrameSize(854, 480), Resolution.P480, AspectRatio.WIDE));
            assertThat(shape(new FrameSize(1680, 720), Resolution.P720, CINEMA).resolution())
                    .isEqualTo(Resolution.P720);
        }

        @Test
        void when_the_size_is_of_no_tier_then_it_is_priced_by_the_next() {
            assertThat(shape(new FrameSize(640, 360), null, null).resolution())
                    .isEqualTo(Resolution.P480);
            assertThat(shape(new FrameSize(1300, 740), null, null).resolution())
                    .isEqualTo(Resolution.P1080);
            assertThat(shape(new FrameSize(1920, 1920), null, null))
                    .isEqualTo(
                            new Shape(
                                    4,
                                    new FrameSize(1920, 1920),
                                    Resolution.P1080,
                                    new AspectRatio(1, 1)));
        }

        @Test
        void when_they_contradict_then_the_second_is_named() {
            refused("resolution", new FrameSize(1280, 720), Resolution.P480, null);
            refused("aspect_ratio", new FrameSize(1280, 720), null, TALL);
        }

        @Test
        void when_a_size_is_not_possible_then_that_is_said() {
            refused("size", new FrameSize(1922, 1080), null, null);
            refused("size", new FrameSize(1281, 720), null, null);
            refused("resolution", null, Resolution.P2160, null);
            refused("aspect_ratio", null, null, new AspectRatio(5, 4));
        }

        @Test
        void when_the_model_has_only_tiers_then_other_sizes_are_refused_with_the_list() {
            assertThatExceptionOfType(GatewayException.class)
                    .isThrownBy(
                            () ->
                                    ShapeClip.shape(
                                            STRICT,
                                            new AskedShape(5, new FrameSize(640, 360), null, null),
                                            PORTRAIT))
                    .satisfies(
                            e ->
                                    assertThat(e.error().toString())
                                            .contains("size")
                                            .contains("1280x720"));
        }

        private static Shape shape(
                @Nullable FrameSize size, @Nullable Resolution tier, @Nullable AspectRatio ratio) {
            return ShapeClip.shape(FREE, new AskedShape(null, size, tier, ratio), PORTRAIT);
        }

        private static void refused(
                String field,
                @Nullable FrameSize size,
                @Nullable Resolution tier,
                @Nullable AspectRatio ratio) {
            assertThatExceptionOfType(GatewayException.class)
                    .isThrownBy(() -> shape(size, tier, ratio))
                    .satisfies(e -> assertThat(field(e.error())).isEqualTo(field));
        }

        private static String field(GatewayError error) {
            return switch (error) {
                case GatewayError.InvalidField(var field, _) -> field;
                case GatewayError.BeyondModel(var field, _) -> field;
                default -> throw new AssertionError(error);
            };
        }
    }

    @Test
    void when_a_length_is_not_possible_then_the_possible_ones_are_named() {
        for (var seconds : new int[] {0, 1, 4, 6, 11}) {
            assertThatExceptionOfType(GatewayException.class)
                    .isThrownBy(
                            () ->
                                    ShapeClip.shape(
                                            STRICT,
                                            new AskedShape(seconds, null, null, null),
                                            PORTRAIT))
                    .satisfies(e -> assertThat(e.error().toString()).contains("5, 10"));
        }
    }

    private static Model model(
            Durations durations,
            List<Resolution> tiers,
            List<AspectRatio> ratios,
            @Nullable Integer longestSide) {
        return new Model(
                "a/model",
                "A model",
                "For tests.",
                "us",
                LocalDate.EPOCH,
                null,
                Map.of(),
                Set.of(Mode.TEXT),
                durations,
                new Model.Frames(tiers, ratios, List.of(), longestSide),
                0,
                List.of(),
                Model.Audio.NEVER,
                null,
                1,
                "free",
                new Model.Defaults(5, Resolution.P720, AspectRatio.WIDE, false),
                new Model.Price(Map.of(), Map.of(), BigDecimal.ONE, Map.of(), BigDecimal.ONE),
                List.of(),
                5);
    }
}
