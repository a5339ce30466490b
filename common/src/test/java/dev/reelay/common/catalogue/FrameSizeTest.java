package dev.reelay.common.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameSizeTest {
    @Test
    void a_tier_and_a_ratio_give_the_usual_sizes() {
        assertThat(Resolution.P720.frame(new AspectRatio(16, 9)))
                .isEqualTo(new FrameSize(1280, 720));
        assertThat(Resolution.P720.frame(new AspectRatio(9, 16)))
                .isEqualTo(new FrameSize(720, 1280));
        assertThat(Resolution.P1080.frame(new AspectRatio(1, 1)))
                .isEqualTo(new FrameSize(1080, 1080));
        assertThat(Resolution.P480.frame(new AspectRatio(16, 9)))
                .isEqualTo(new FrameSize(854, 480));
        assertThat(Resolution.P480.frame(new AspectRatio(21, 9)).isEven()).isTrue();
    }

    @Test
    void a_size_has_the_price_of_the_smallest_tier_that_holds_it() {
        assertThat(Resolution.holding(new FrameSize(640, 360))).isEqualTo(Resolution.P480);
        assertThat(Resolution.holding(new FrameSize(720, 1280))).isEqualTo(Resolution.P720);
        assertThat(Resolution.holding(new FrameSize(1282, 720))).isEqualTo(Resolution.P768);
        assertThat(Resolution.holding(new FrameSize(1920, 1080))).isEqualTo(Resolution.P1080);
    }

    @Test
    void text_of_another_form_is_no_size_and_no_ratio() {
        assertThat(FrameSize.parse("1280*720")).isEmpty();
        assertThat(FrameSize.parse("0x720")).isEmpty();
        assertThat(FrameSize.parse("999999x720")).isEmpty();
        assertThat(AspectRatio.parse("16/9")).isEmpty();
        assertThat(AspectRatio.parse("0:9")).isEmpty();
        assertThat(FrameSize.parse("1920x1080").orElseThrow().ratio())
                .isEqualTo(new AspectRatio(16, 9));
    }
}
