package dev.reelay.common.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/// A named picture tier: the shorter side in pixels, e.g. 720 for `720p`. From the lowest to the
/// highest.
public enum Resolution {
    P480("480p", 480),
    P720("720p", 720),
    P768("768p", 768),
    P1080("1080p", 1080),
    P1440("2K", 1440),
    P2160("4K", 2160);

    private final String word;
    private final int shortSide;

    Resolution(String word, int shortSide) {
        this.word = word;
        this.shortSide = shortSide;
    }

    /// The tier of this name; upper and lower case are the same.
    public static Optional<Resolution> named(String word) {
        return Arrays.stream(values()).filter(r -> r.word.equalsIgnoreCase(word)).findFirst();
    }

    /// The tier whose price a size has: the smallest with at least as many pixels, at most 4K.
    public static Resolution holding(FrameSize size) {
        return Arrays.stream(values())
                .filter(r -> size.pixels() <= r.frame(AspectRatio.WIDE).pixels())
                .findFirst()
                .orElse(P2160);
    }

    @JsonCreator
    static Resolution read(String word) {
        return named(word).orElseThrow(() -> new IllegalArgumentException("no tier " + word));
    }

    /// The picture of this tier in the ratio. Sides are even, which H.264 needs.
    public FrameSize frame(AspectRatio ratio) {
        var longSide = even(shortSide * (double) ratio.longSide() / ratio.shortSide());
        return ratio.isPortrait()
                ? new FrameSize(shortSide, longSide)
                : new FrameSize(longSide, shortSide);
    }

    private static int even(double side) {
        return (int) Math.round(side / 2) * 2;
    }

    @JsonValue
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return word;
    }
}
