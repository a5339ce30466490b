package dev.reelay.common.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/// Width to height of a picture in small whole numbers, written `16:9`.
public record AspectRatio(int width, int height) {
    public static final AspectRatio WIDE = new AspectRatio(16, 9);
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,2}):([1-9]\\d{0,2})");

    public AspectRatio {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("no ratio: " + width + ":" + height);
        }
    }

    /// Reads `W:H`; empty where the text has another form.
    public static Optional<AspectRatio> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches()
                ? Optional.of(
                        new AspectRatio(
                                Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2))))
                : Optional.empty();
    }

    @JsonCreator
    static AspectRatio read(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no ratio " + text));
    }

    public boolean isPortrait() {
        return height > width;
    }

    int longSide() {
        return Math.max(width, height);
    }

    int shortSide() {
        return Math.min(width, height);
    }

    @JsonValue
    @Override
    public String toString() {
        return width + ":" + height;
    }
}
