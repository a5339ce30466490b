package dev.reelay.media;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/// WebP: a RIFF container with one of three kinds of first chunk
/// (https://developers.google.com/speed/webp/docs/riff_container).
final class WebpFile {
    private static final int RIFF_HEADER = 8;
    private static final int FIRST_CHUNK = 12;

    private WebpFile() {}

    static MediaFile.Image read(RandomAccessFile file) throws IOException, BadMediaException {
        file.seek(4);
        var size = Integer.toUnsignedLong(Integer.reverseBytes(file.readInt()));
        if (size + RIFF_HEADER > file.length()) {
            throw new BadMediaException("is a WebP that is cut off");
        }
        file.seek(FIRST_CHUNK);
        var kind = new byte[4];
        file.readFully(kind);
        file.skipBytes(4);
        var data = new byte[10];
        file.readFully(data);
        return switch (new String(kind, StandardCharsets.ISO_8859_1)) {
            case "VP8 " -> image(pair(data, 6) & 0x3fff, pair(data, 8) & 0x3fff);
            case "VP8L" -> lossless(data);
            case "VP8X" -> image(1 + triple(data, 4), 1 + triple(data, 7));
            default -> throw new BadMediaException("is a WebP without a picture");
        };
    }

    private static MediaFile.Image lossless(byte[] data) {
        var bits = pair(data, 1) | pair(data, 3) << 16;
        return image(1 + (bits & 0x3fff), 1 + (bits >>> 14 & 0x3fff));
    }

    private static MediaFile.Image image(int width, int height) {
        return new MediaFile.Image("image/webp", "webp", width, height);
    }

    private static int pair(byte[] data, int at) {
        return data[at] & 0xff | (data[at + 1] & 0xff) << 8;
    }

    private static int triple(byte[] data, int at) {
        return pair(data, at) | (data[at + 2] & 0xff) << 16;
    }
}
