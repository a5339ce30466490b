package dev.reelay.worker.provider.sandbox;

import java.util.ArrayList;
import java.util.List;

/// A text, broken into lines that fit a box, as large as the box allows.
///
/// @param size of the font in pixels
/// @param lineHeight from one line to the next, in pixels
record TitleCard(int size, int lineHeight, List<String> lines) {
    private static final int READ_AT_MOST = 4_000; // characters; no card holds as much
    private static final double STEP = 0.93;
    private static final double LARGEST = 0.11; // parts of the shorter side
    private static final double SMALLEST = 0.028;
    private static final int SMALLEST_PIXELS = 8;
    private static final double LEADING = 1.3;
    private static final double WIDE = 0.84; // parts of the frame
    private static final double HIGH = 0.8;
    private static final int CAPTION_PARTS = 24;
    private static final String MORE = "…";

    TitleCard {
        lines = List.copyOf(lines);
    }

    /// What is written on a scene: a title where there is nothing else, else a caption.
    static TitleCard of(Scene scene, Glyphs glyphs) {
        return scene.pictures().isEmpty()
                ? fit(scene.text(), glyphs, scene.width(), scene.height())
                : caption(scene.text(), glyphs, scene.width(), scene.height());
    }

    /// The card for a frame of this size; has no lines where there is nothing to draw.
    static TitleCard fit(String text, Glyphs glyphs, int width, int height) {
        var words = drawable(text, glyphs);
        var shorter = Math.min(width, height);
        var smallest = Math.max(SMALLEST_PIXELS, shorter * SMALLEST);
        for (var size = shorter * LARGEST; size > smallest; size *= STEP) {
            var card = at((int) size, words, glyphs, width * WIDE);
            if (card.lineHeight() * card.lines().size() <= height * HIGH && card.whole(words)) {
                return card;
            }
        }
        var card = at((int) smallest, words, glyphs, width * WIDE);
        return card.cut((int) (height * HIGH / card.lineHeight()), glyphs, width * WIDE);
    }

    /// One line along the bottom of a picture; has no lines where there is nothing to draw.
    static TitleCard caption(String text, Glyphs glyphs, int width, int height) {
        var size = Math.max(SMALLEST_PIXELS, Math.min(width, height) / CAPTION_PARTS);
        var line = drawable(text, glyphs).replace('\n', ' ');
        var fits = glyphs.width(line, size) <= width * WIDE;
        var shown = fits ? line : begun(line, size, glyphs, width * WIDE);
        return new TitleCard(
                size, (int) (size * LEADING), line.isEmpty() ? List.of() : List.of(shown));
    }

    private static TitleCard at(int size, String text, Glyphs glyphs, double width) {
        var lines = new ArrayList<String>();
        if (!text.isEmpty()) {
            for (var paragraph : text.split("\n", -1)) {
                wrap(paragraph, size, glyphs, width, lines);
            }
        }
        return new TitleCard(size, (int) Math.ceil(size * LEADING), lines);
    }

    private static void wrap(
            String paragraph, int size, Glyphs glyphs, double width, List<String> lines) {
        var line = "";
        for (var word : paragraph.split(" ", -1)) {
            var longer = line.isEmpty() ? word : line + " " + word;
            if (glyphs.width(longer, size) <= width) {
                line = longer;
                continue;
            }
            if (!line.isEmpty()) {
                lines.add(line);
            }
            line = broken(word, size, glyphs, width, lines);
        }
        lines.add(line);
    }

    /// Breaks a word that is wider than a line; answers what is left for the next line.
    private static String broken(
            String word, int size, Glyphs glyphs, double width, List<String> lines) {
        var line = new StringBuilder();
        for (var c : word.codePoints().toArray()) {
            var one = Character.toString(c);
            if (!line.isEmpty() && glyphs.width(line + one, size) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(one);
        }
        return line.toString();
    }

    /// Whether no word had to be broken.
    private boolean whole(String text) {
        var words = text.split("[ \n]", -1).length;
        return lines.stream().mapToInt(l -> l.split(" ", -1).length).sum() == words;
    }

    private TitleCard cut(int most, Glyphs glyphs, double width) {
        if (lines.size() <= most) {
            return this;
        }
        var kept = new ArrayList<>(lines.subList(0, Math.max(1, most)));
        kept.add(begun(kept.removeLast(), size, glyphs, width));
        return new TitleCard(size, lineHeight, kept);
    }

    /// The line's beginning with a sign that there was more.
    private static String begun(String line, int size, Glyphs glyphs, double width) {
        var kept = new StringBuilder(line);
        while (!kept.isEmpty() && glyphs.width(kept + MORE, size) > width) {
            kept.setLength(kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept.toString().stripTrailing() + MORE;
    }

    /// What the font can draw, in lines of single-spaced words. What it cannot draw becomes a gap;
    /// a text of nothing else becomes a row of boxes, so that it is seen that there was one.
    static String drawable(String text, Glyphs glyphs) {
        var kept = new StringBuilder();
        var lost = false;
        var read = text.codePoints().limit(READ_AT_MOST).toArray();
        for (var c : read) {
            if (c == '\n' || (glyphs.has(c) && shows(c))) {
                kept.appendCodePoint(c);
            } else {
                lost |= !Character.isWhitespace(c) && shows(c);
                kept.append(' ');
            }
        }
        var lines =
                kept.toString()
                        .replaceAll("[ \\u00A0]+", " ")
                        .replaceAll(" ?\n[ \n]*", "\n")
                        .strip();
        return lines.isEmpty() && lost ? "□ □ □" : lines;
    }

    private static boolean shows(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
