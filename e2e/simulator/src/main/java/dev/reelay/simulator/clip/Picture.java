package dev.reelay.simulator.clip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A picture that a client sent, as its own bytes tell.
///
/// @param type `image/png`, `image/jpeg` or `image/webp`
public record Picture(String type, int width, int height, int bytes) {
    private static final int PNG_SIZE_AT = 16;
    private static final int JPEG_MARKER = 0xFF;

    /// Long side to short side.
    public double ratio() {
        return (double) Math.max(width, height) / Math.min(width, height);
    }

    public int shortSide() {
        return Math.min(width, height);
    }

    /// Empty where the bytes are no picture of those kinds.
    public static Optional<Picture> of(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        if (bytes.length > 24 && text(bytes, 1, 3).equals("PNG")) {
            return Optional.of(
                    new Picture(
                            "image/png",
                            buffer.getInt(PNG_SIZE_AT),
                            buffer.getInt(PNG_SIZE_AT + 4),
                            bytes.length));
        }
        if (bytes.length > 4 && (bytes[0] & 0xFF) == JPEG_MARKER && (bytes[1] & 0xFF) == 0xD8) {
            return jpeg(buffer);
        }
        if (bytes.length > 30 && text(bytes, 0, 4).equals("RIFF")) {
            return webp(buffer.order(ByteOrder.LITTLE_ENDIAN), text(bytes, 12, 4));
        }
        return Optional.empty();
    }

    private static Optional<Picture> jpeg(ByteBuffer buffer) {
        var at = 2;
        while (at + 9 < buffer.limit() && (buffer.get(at) & 0xFF) == JPEG_MARKER) {
            var marker = buffer.get(at + 1) & 0xFF;
            var isFrame =
                    marker >= 0xC0
                            && marker <= 0xCF
                            && marker != 0xC4
                            && marker != 0xC8
                            && marker != 0xCC;
            if (isFrame) {
                return Optional.of(
                        new Picture(
                                "image/jpeg",
                                buffer.getShort(at + 7) & 0xFFFF,
                                buffer.getShort(at + 5) & 0xFFFF,
                                buffer.limit()));
            }
            at += 2 + (buffer.getShort(at + 2) & 0xFFFF);
        }
        return Optional.empty();
    }

    private static Optional<Picture> webp(ByteBuffer buffer, String kind) {
        return switch (kind) {
            case "VP8 " ->
                    Optional.of(
                            new Picture(
                                    "image/webp",
                                    buffer.getShort(26) & 0x3FFF,
                                    buffer.getShort(28) & 0x3FFF,
                                    buffer.limit()));
            case "VP8L" -> {
                var bits = buffer.getInt(21);
                yield Optional.of(
                        new Picture(
                                "image/webp",
                                (bits & 0x3FFF) + 1,
                                ((bits >> 14) & 0x3FFF) + 1,
                                buffer.limit()));
            }
            case "VP8X" ->
                    Optional.of(
                            new Picture(
                                    "image/webp",
                                    (buffer.getInt(24) & 0xFFFFFF) + 1,
                                    ((buffer.getInt(26) >> 8) & 0xFFFFFF) + 1,
                                    buffer.limit()));
            default -> Optional.empty();
        };
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
}
