package dev.reelay.common.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/// A picture's size in pixels, written `1280x720`.
public record FrameSize(int width, int height) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{1,4})x([1-9]\\d{1,4})");

    public FrameSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("no size: " + width + "x" + height);
        }
    }

    /// Reads `WIDTHxHEIGHT` with two to five digits each; empty where the text has another form.
    public static Optional<FrameSize> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches()
                ? Optional.of(
                        new FrameSize(
                                Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2))))
                : Optional.empty();
    }

    @JsonCreator
    static FrameSize read(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no size " + text));
    }

    public long pixels() {
        return (long) width * height;
    }

    /// Encoders want even sides.
    public boolean isEven() {
        return width % 2 == 0 && height % 2 == 0;
    }

    /// The size's ratio in lowest terms, e.g. `16:9` for 1280x720.
    public AspectRatio ratio() {
        var divisor = BigInteger.valueOf(width).gcd(BigInteger.valueOf(height)).intValue();
        return new AspectRatio(width / divisor, height / divisor);
    }

    @JsonValue
    @Override
    public String toString() {
        return width + "x" + height;
    }
}
