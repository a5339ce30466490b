package dev.reelay.worker.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelay.worker.media.PackedFile;
import dev.reelay.worker.media.RealFfmpeg;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TitleCardTest {
    private static Glyphs glyphs;

    @BeforeAll
    static void readFont() throws IOException {
        glyphs = Glyphs.read(RealFfmpeg.FILES.of(PackedFile.FONT));
    }

    private static TitleCard fit(String text) {
        return TitleCard.fit(text, glyphs, 1280, 720);
    }

    @Nested
    class GivenTheFont {
        @Test
        void when_measured_then_widths_are_the_fonts_own() {
            assertThat(glyphs.width("A", 2048)).isCloseTo(1585, within(1.0)); // of 2048 units
            assertThat(glyphs.width("iiii", 100)).isLessThan(glyphs.width("MMMM", 100) / 2);
        }

        @Test
        void when_asked_then_it_knows_what_it_can_draw() {
            assertThat("aÄжΩא…□".chars()).allMatch(glyphs::has);
            assertThat("日🪁".codePoints()).noneMatch(glyphs::has);
        }
    }

    @Nested
    class GivenAText {
        @Test
        void when_it_is_short_then_it_is_one_large_line() {
            assertThat(fit("A red kite")).isEqualTo(new TitleCard(79, 103, List.of("A red kite")));
        }

        @Test
        void when_it_is_longer_then_it_is_wrapped_between_words() {
            var card = fit("a red kite over the sea at dusk, waves rolling in, gulls in the wind");

            assertThat(card.lines()).hasSizeGreaterThan(1);
            assertThat(String.join(" ", card.lines()))
                    .isEqualTo(
                            "a red kite over the sea at dusk, waves rolling in, gulls in the wind");
        }

        static Stream<String> texts() {
            return Stream.of(
                    "x",
                    "word ".repeat(20),
                    "word ".repeat(200),
                    "word ".repeat(6000),
                    "W".repeat(100),
                    "W".repeat(30_000),
                    "line\n".repeat(3),
                    "line\n".repeat(3000));
        }

        @ParameterizedTest
        @MethodSource("texts")
        void when_it_is_of_any_length_then_it_fits_the_frame(String text) {
            for (var size : new int[][] {{1280, 720}, {720, 1280}, {480, 480}, {2520, 1080}}) {
                var card = TitleCard.fit(text, glyphs, size[0], size[1]);

                assertThat(card.lines()).isNotEmpty();
                assertThat(card.lines().size() * card.lineHeight()).isLessThanOrEqualTo(size[1]);
                assertThat(card.lines())
                        .allMatch(line -> glyphs.width(line, card.size()) <= size[0] * 0.86);
            }
        }

        @Test
        void when_it_does_not_fit_even_small_then_its_end_says_so() {
            assertThat(fit("word ".repeat(6000)).lines().getLast()).endsWith("…");
        }

        @Test
        void when_it_has_lines_then_they_are_kept() {
            assertThat(fit("one\r\n\n\n two \n\tthree").lines())
                    .containsExactly("one", "two", "three");
        }

        @Test
        void when_parts_of_it_cannot_be_drawn_then_they_are_gaps() {
            assertThat(fit("a kite 🪁 over 日本, \u202Edusk\u0000").lines())
                    .containsExactly("a kite over , dusk");
        }

        @Test
        void when_nothing_of_it_can_be_drawn_then_boxes_stand_for_it() {
            assertThat(fit("日本語").lines()).containsExactly("□ □ □");
        }

        @Test
        void when_it_is_blank_then_nothing_is_drawn() {
            assertThat(fit(" \n \u200B \u0000").lines()).isEmpty();
        }
    }

    @Nested
    class GivenACaption {
        @Test
        void when_it_is_short_then_it_is_one_line() {
            assertThat(TitleCard.caption("slow\nzoom", glyphs, 720, 1280).lines())
                    .containsExactly("slow zoom");
        }

        @Test
        void when_it_is_long_then_it_is_cut_off() {
            var card = TitleCard.caption("slow zoom ".repeat(100), glyphs, 720, 1280);

            assertThat(card.lines()).hasSize(1);
            assertThat(card.lines().getFirst()).endsWith("…");
            assertThat(glyphs.width(card.lines().getFirst(), card.size())).isLessThan(620);
        }

        @Test
        void when_it_is_blank_then_there_is_none() {
            assertThat(TitleCard.caption(" ", glyphs, 720, 1280).lines()).isEmpty();
        }
    }
}
