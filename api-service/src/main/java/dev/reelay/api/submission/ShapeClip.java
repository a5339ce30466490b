package dev.reelay.api.submission;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.catalogue.AspectRatio;
import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.catalogue.Model;
import dev.reelay.common.catalogue.Resolution;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// Decides length and picture from what was asked and what the model can do. What was not said
/// comes from the dialect's defaults where the model can do them, else from the model's. Pure;
/// refuses by {@link GatewayException}, naming what is allowed.
final class ShapeClip {
    private final Model model;
    private final AskedShape asked;
    private final AskedShape defaults;

    private ShapeClip(Model model, AskedShape asked, AskedShape defaults) {
        this.model = model;
        this.asked = asked;
        this.defaults = defaults;
    }

    static Shape shape(Model model, AskedShape asked, AskedShape defaults) {
        var clip = new ShapeClip(model, asked, defaults);
        var seconds = clip.seconds();
        return asked.size() != null ? clip.sized(seconds, asked.size()) : clip.named(seconds);
    }

    private int seconds() {
        var wanted = asked.seconds();
        if (wanted == null) {
            var usual = defaults.seconds();
            return usual != null && model.durations().allow(usual)
                    ? usual
                    : model.defaults().duration();
        }
        if (!model.durations().allow(wanted)) {
            throw unsupported("duration", wanted, model.durations());
        }
        return wanted;
    }

    private Shape named(int seconds) {
        var usual = defaults.size();
        if (asked.saysNothingOfPicture() && usual != null && model.frames().allow(usual)) {
            return sized(seconds, usual);
        }
        var tier = Objects.requireNonNullElse(asked.resolution(), model.defaults().resolution());
        var ratio = Objects.requireNonNullElse(asked.aspectRatio(), model.defaults().aspectRatio());
        refuseUnlisted("resolution", tier, model.frames().resolutions());
        refuseUnlisted("aspect_ratio", ratio, model.frames().aspectRatios());
        return new Shape(seconds, tier.frame(ratio), tier, ratio);
    }

    private Shape sized(int seconds, FrameSize size) {
        if (!model.frames().allow(size) || !size.isEven()) {
            throw unsupported("size", size, allowedSizes());
        }
        refuseContradiction(size);
        var ratio =
                model.frames().aspectRatios().stream()
                        .filter(r -> fits(size, r))
                        .findFirst()
                        .orElseGet(size::ratio);
        return new Shape(seconds, size, tier(size), ratio);
    }

    private void refuseContradiction(FrameSize size) {
        if (asked.resolution() != null && asked.resolution() != tier(size)) {
            throw contradiction("resolution", asked.resolution(), size);
        }
        if (asked.aspectRatio() != null && !fits(size, asked.aspectRatio())) {
            throw contradiction("aspect_ratio", asked.aspectRatio(), size);
        }
    }

    /// Sides of a tier are rounded to even pixels, so its size may miss the ratio by a little.
    private boolean fits(FrameSize size, AspectRatio ratio) {
        return (long) size.width() * ratio.height() == (long) size.height() * ratio.width()
                || model.frames().resolutions().stream().anyMatch(t -> t.frame(ratio).equals(size));
    }

    /// The model's tier that a size is priced by: the one it is a picture of, else the smallest
    /// with as many pixels, else the largest.
    private Resolution tier(FrameSize size) {
        var tiers =
                model.frames().resolutions().stream()
                        .sorted(Comparator.comparing(t -> t.frame(AspectRatio.WIDE).pixels()))
                        .toList();
        return tiers.stream()
                .filter(t -> isPictureOf(t, size))
                .findFirst()
                .or(() -> tiers.stream().filter(t -> holds(t, size)).findFirst())
                .orElseGet(tiers::getLast);
    }

    private boolean isPictureOf(Resolution tier, FrameSize size) {
        return model.frames().aspectRatios().stream().anyMatch(r -> tier.frame(r).equals(size));
    }

    private static boolean holds(Resolution tier, FrameSize size) {
        return tier.frame(AspectRatio.WIDE).pixels() >= size.pixels();
    }

    private String allowedSizes() {
        var longest = model.frames().longestSide();
        if (longest != null) {
            return "even sides of at most " + longest + " pixels";
        }
        return words(model.frames().named());
    }

    private <T> void refuseUnlisted(String field, T value, List<T> allowed) {
        if (!allowed.contains(value)) {
            throw unsupported(field, value, words(allowed));
        }
    }

    private static String words(List<?> values) {
        return String.join(", ", values.stream().map(String::valueOf).toList());
    }

    private GatewayException unsupported(String field, Object value, Object allowed) {
        return new GatewayException(
                new GatewayError.BeyondModel(
                        field,
                        "'%s' is not supported by %s; supported: %s"
                                .formatted(value, model.id(), allowed)));
    }

    private static GatewayException contradiction(String field, Object value, FrameSize size) {
        return invalid(field, "'%s' contradicts size '%s'".formatted(value, size));
    }
}
