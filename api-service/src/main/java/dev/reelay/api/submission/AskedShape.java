package dev.reelay.api.submission;

import dev.reelay.common.catalogue.AspectRatio;
import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.catalogue.Resolution;
import org.jspecify.annotations.Nullable;

/// What was said about length and picture.
public record AskedShape(
        @Nullable Integer seconds,
        @Nullable FrameSize size,
        @Nullable Resolution resolution,
        @Nullable AspectRatio aspectRatio) {
    /// Of a client that said nothing about them.
    public static final AskedShape NOTHING = new AskedShape(null, null, null, null);

    boolean saysNothingOfPicture() {
        return size == null && resolution == null && aspectRatio == null;
    }
}
