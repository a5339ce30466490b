package dev.reelay.api.dialect;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.catalogue.AspectRatio;
import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.catalogue.Resolution;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the short texts that say what a picture is like. Throws {@link GatewayException} for what
/// cannot be read; null where nothing is said.
public final class ReadShape {
    private static final int LONGEST = 100;

    private ReadShape() {}

    /// `WIDTHxHEIGHT`.
    public static @Nullable FrameSize size(Fields fields, String name) {
        return parsed(fields, name, FrameSize::parse, "WIDTHxHEIGHT, as 1280x720");
    }

    public static @Nullable Resolution resolution(Fields fields, String name) {
        return parsed(fields, name, Resolution::named, "one of " + resolutions());
    }

    /// `W:H`.
    public static @Nullable AspectRatio aspectRatio(Fields fields, String name) {
        return parsed(fields, name, AspectRatio::parse, "W:H, as 16:9");
    }

    private static <T> @Nullable T parsed(
            Fields fields, String name, Function<String, Optional<T>> parse, String expected) {
        var text = fields.text(name, LONGEST);
        return text == null
                ? null
                : parse.apply(text)
                        .orElseThrow(
                                () -> invalid(name, "'%s' is not %s".formatted(text, expected)));
    }

    private static String resolutions() {
        return Arrays.stream(Resolution.values())
                .map(Resolution::word)
                .collect(Collectors.joining(", "));
    }
}
