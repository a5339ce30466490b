package dev.reelay.media;

/// A file whose type was read from its own bytes.
public sealed interface MediaFile {
    /// As HTTP names it, e.g. `image/png`.
    String contentType();

    /// Of the name, without a dot.
    String extension();

    record Image(String contentType, String extension, int width, int height)
            implements MediaFile {}

    record Video(String contentType, String extension) implements MediaFile {}
}
