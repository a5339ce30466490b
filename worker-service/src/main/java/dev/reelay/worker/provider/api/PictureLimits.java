package dev.reelay.worker.provider.api;

import dev.reelay.common.catalogue.FrameSize;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The pictures that an upstream takes, by its documentation. What is larger, or another kind of
/// file, is made to fit; what is too small or too long is refused.
///
/// @param types e.g. `image/png`; JPEG is always one of them
/// @param mostBytes of the file
/// @param leastSide in pixels
/// @param mostSide in pixels
/// @param mostRatio of the longer side to the shorter one
/// @param size the only one that is taken; null where any within the limits is
public record PictureLimits(
        Set<String> types,
        long mostBytes,
        int leastSide,
        int mostSide,
        double mostRatio,
        @Nullable FrameSize size) {
    private static final long MEGABYTE = 1_000_000;
    private static final int ANY_SIDE = 16_384;

    private static final String PNG = "image/png";
    private static final String JPEG = "image/jpeg";
    private static final String WEBP = "image/webp";

    public PictureLimits {
        types = Set.copyOf(types);
    }

    /// PNG and JPEG of up to so many megabytes, with no other limit.
    public static PictureLimits pngAndJpeg(double megabytes) {
        return of(Set.of(PNG, JPEG), megabytes);
    }

    /// The same, and WebP.
    public static PictureLimits withWebp(double megabytes) {
        return of(Set.of(PNG, JPEG, WEBP), megabytes);
    }

    private static PictureLimits of(Set<String> types, double megabytes) {
        return new PictureLimits(types, (long) (megabytes * MEGABYTE), 1, ANY_SIDE, ANY_SIDE, null);
    }

    public PictureLimits sides(int least, int most) {
        return new PictureLimits(types, mostBytes, least, most, mostRatio, size);
    }

    public PictureLimits least(int side) {
        return sides(side, mostSide);
    }

    public PictureLimits ratio(double most) {
        return new PictureLimits(types, mostBytes, leastSide, mostSide, most, size);
    }

    public PictureLimits exactly(FrameSize only) {
        return new PictureLimits(types, mostBytes, leastSide, mostSide, mostRatio, only);
    }

    /// Whether a picture of this size is taken as it is.
    boolean take(FrameSize picture) {
        return size == null
                ? Math.max(picture.width(), picture.height()) <= mostSide
                : size.equals(picture);
    }
}
