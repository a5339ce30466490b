package dev.reelay.api.dialect.newapi;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.dialect.ReadShape;
import dev.reelay.api.submission.AskedShape;
import dev.reelay.common.catalogue.AspectRatio;
import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.catalogue.Resolution;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Length and picture, which this API can say in several ways at once.
final class NewApiShape {
    private static final int LONGEST = 100;

    /// Sizes that mean no more than a square to Kling.
    private static final Set<String> KLING_SQUARES = Set.of("1024x1024", "512x512");

    private final Fields body;
    private final Fields metadata;
    private final boolean kling;

    private NewApiShape(Fields body, Fields metadata, boolean kling) {
        this.body = body;
        this.metadata = metadata;
        this.kling = kling;
    }

    static AskedShape read(Fields body, Fields metadata, boolean kling) {
        return new NewApiShape(body, metadata, kling).read();
    }

    private AskedShape read() {
        var said = picture();
        var tier = ReadShape.resolution(metadata, "resolution");
        var ratio = ReadShape.aspectRatio(metadata, "aspect_ratio");
        var size = said.size();
        if (size == null) {
            return new AskedShape(
                    seconds(),
                    null,
                    tier == null ? said.resolution() : tier,
                    ratio == null ? said.aspectRatio() : ratio);
        }
        if (tier == null && ratio == null) {
            return new AskedShape(seconds(), size, null, null);
        }
        // Metadata wins; what it does not say is left of the size.
        return new AskedShape(
                seconds(),
                null,
                tier == null ? Resolution.holding(size) : tier,
                ratio == null ? size.ratio() : ratio);
    }

    private @Nullable Integer seconds() {
        var seconds = metadata.countOrText("duration");
        if (seconds == null) {
            seconds = body.countOrText("seconds");
        }
        return seconds == null ? body.countOrText("duration") : seconds;
    }

    /// `size` as `1920x1080`, `1920*1080` or `720P`, or width and height.
    private AskedShape picture() {
        var sides = sides();
        var text = body.text("size", LONGEST);
        if (text == null) {
            return of(sides);
        }
        var tier = Resolution.named(text);
        if (tier.isPresent()) {
            return new AskedShape(null, null, tier.get(), null);
        }
        var plain = text.replace('*', 'x');
        if (kling && KLING_SQUARES.contains(plain)) {
            return new AskedShape(null, null, null, new AspectRatio(1, 1));
        }
        var size =
                FrameSize.parse(plain)
                        .orElseThrow(() -> invalid("size", "'" + text + "' is not a size"));
        if (sides != null && !sides.equals(size)) {
            throw invalid("size", "'%s' contradicts width and height".formatted(text));
        }
        return of(size);
    }

    private static AskedShape of(@Nullable FrameSize size) {
        return new AskedShape(null, size, null, null);
    }

    private @Nullable FrameSize sides() {
        var width = body.count("width");
        var height = body.count("height");
        if (width == null && height == null) {
            return null;
        }
        if (width == null || height == null) {
            throw invalid(width == null ? "width" : "height", "is missing beside the other side");
        }
        return FrameSize.parse(width + "x" + height)
                .orElseThrow(() -> invalid("width", "and height are no size"));
    }
}
