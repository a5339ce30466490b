package dev.reelay.worker.provider.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// How wide a TrueType font draws which characters, read from its tables `cmap` and `hmtx`
/// (OpenType 1.9). `java.awt` knows this too, but wants libraries that a server does not have.
final class Glyphs {
    private static final int WHOLE_UNICODE = 12; // cmap formats
    private static final int FIRST_PLANE = 4;

    private final int unitsPerEm;
    private final Map<Integer, Integer> advance;

    private Glyphs(int unitsPerEm, Map<Integer, Integer> advance) {
        this.unitsPerEm = unitsPerEm;
        this.advance = advance;
    }

    /// Throws `IOException` where the file cannot be read or is no such font.
    static Glyphs read(Path font) throws IOException {
        try {
            return new Tables(ByteBuffer.wrap(Files.readAllBytes(font))).glyphs();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("not a font that can be read: " + font, e);
        }
    }

    boolean has(int character) {
        return advance.containsKey(character);
    }

    /// Width of a text in pixels where the font has this size.
    double width(String text, double size) {
        var units = text.codePoints().mapToLong(c -> advance.getOrDefault(c, unitsPerEm)).sum();
        return units * size / unitsPerEm;
    }

    private record Tables(ByteBuffer font) {
        Glyphs glyphs() {
            var unitsPerEm = u16(table("head") + 18);
            var widths = widths();
            var advance = new HashMap<Integer, Integer>();
            var cmap = cmap();
            switch (u16(cmap)) {
                case WHOLE_UNICODE -> groups(cmap, widths, advance);
                case FIRST_PLANE -> segments(cmap, widths, advance);
                default -> throw new IllegalArgumentException("cmap format " + u16(cmap));
            }
            return new Glyphs(unitsPerEm, advance);
        }

        private int[] widths() {
            var all = new int[u16(table("maxp") + 4)];
            var given = u16(table("hhea") + 34);
            var hmtx = table("hmtx");
            for (var glyph = 0; glyph < all.length; glyph++) {
                all[glyph] = u16(hmtx + 4 * Math.min(glyph, given - 1)); // the last one repeats
            }
            return all;
        }

        /// The best Unicode subtable.
        private int cmap() {
            var table = table("cmap");
            var best = -1;
            for (var i = 0; i < u16(table + 2); i++) {
                var at = table + font.getInt(table + 4 + 8 * i + 4);
                var format = u16(at);
                if (format == WHOLE_UNICODE || (format == FIRST_PLANE && best < 0)) {
                    best = at;
                }
            }
            if (best < 0) {
                throw new IllegalArgumentException("no Unicode cmap");
            }
            return best;
        }

        private void groups(int cmap, int[] widths, Map<Integer, Integer> advance) {
            for (var i = 0; i < font.getInt(cmap + 12); i++) {
                var at = cmap + 16 + 12 * i;
                var first = font.getInt(at);
                for (var c = first; c <= font.getInt(at + 4); c++) {
                    advance.put(c, widths[font.getInt(at + 8) + c - first]);
                }
            }
        }

        private void segments(int cmap, int[] widths, Map<Integer, Integer> advance) {
            var twice = u16(cmap + 6);
            for (var i = 0; i < twice; i += 2) {
                var last = u16(cmap + 14 + i);
                var first = u16(cmap + 16 + twice + i);
                for (var c = first; c <= last && c < 0xFFFF; c++) {
                    var glyph = glyph(cmap + 16 + 2 * twice + i, twice, c - first, c);
                    if (glyph != 0) {
                        advance.put(c, widths[glyph]);
                    }
                }
            }
        }

        private int glyph(int deltaAt, int twice, int inSegment, int character) {
            var delta = u16(deltaAt);
            var offset = u16(deltaAt + twice);
            if (offset == 0) {
                return (character + delta) & 0xFFFF;
            }
            var glyph = u16(deltaAt + twice + offset + 2 * inSegment);
            return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
        }

        private int table(String tag) {
            for (var i = 0; i < u16(4); i++) {
                var at = 12 + 16 * i;
                if (font.getInt(at) == number(tag)) {
                    return font.getInt(at + 8);
                }
            }
            throw new IllegalArgumentException("no table " + tag);
        }

        private static int number(String tag) {
            return tag.charAt(0) << 24 | tag.charAt(1) << 16 | tag.charAt(2) << 8 | tag.charAt(3);
        }

        private int u16(int at) {
            return Short.toUnsignedInt(font.getShort(at));
        }
    }
}
