package dev.reelay.media;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// Tells by its own bytes what a file is. Nothing is decoded: headers are read and the structure is
/// walked to its end, so a cut-off file and a picture of absurd size are found cheaply.
public final class InspectMedia {
    private static final int MAX_SIDE = 16_384;
    private static final long MAX_PIXELS = 50_000_000;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int HEAD = 32;

    private InspectMedia() {}

    /// Throws {@link BadMediaException} for anything but a complete JPEG, PNG or WebP image within
    /// bounds, or an MP4, QuickTime or WebM file.
    public static MediaFile inspect(Path path) throws IOException, BadMediaException {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            return inspect(file);
        } catch (EOFException e) {
            throw new BadMediaException("is cut off");
        }
    }

    private static MediaFile inspect(RandomAccessFile file) throws IOException, BadMediaException {
        var head = new byte[(int) Math.min(HEAD, file.length())];
        file.readFully(head);
        if (startsWith(head, PNG)) {
            return bounded(PngFile.read(file));
        }
        if (head.length > 2 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xd8) {
            return bounded(JpegFile.read(file));
        }
        if (ascii(head, 0).equals("RIFF") && ascii(head, 8).equals("WEBP")) {
            return bounded(WebpFile.read(file));
        }
        return video(head);
    }

    private static MediaFile video(byte[] head) throws BadMediaException {
        if (ascii(head, 4).equals("ftyp")) {
            return ascii(head, 8).equals("qt  ")
                    ? new MediaFile.Video("video/quicktime", "mov")
                    : new MediaFile.Video("video/mp4", "mp4");
        }
        if (startsWith(head, new byte[] {0x1a, 0x45, (byte) 0xdf, (byte) 0xa3})) {
            return new MediaFile.Video("video/webm", "webm");
        }
        throw new BadMediaException(
                "is no file we can use; images may be JPEG, PNG or WebP, videos MP4, MOV or WebM");
    }

    private static MediaFile.Image bounded(MediaFile.Image image) throws BadMediaException {
        var size = image.width() + "x" + image.height();
        if (image.width() < 1 || image.height() < 1) {
            throw new BadMediaException("has no pixels: " + size);
        }
        var tooLarge =
                image.width() > MAX_SIDE
                        || image.height() > MAX_SIDE
                        || (long) image.width() * image.height() > MAX_PIXELS;
        if (tooLarge) {
            throw new BadMediaException(
                    "is too large: %s; at most %d pixels a side and 50 megapixels"
                            .formatted(size, MAX_SIDE));
        }
        return image;
    }

    private static boolean startsWith(byte[] head, byte[] magic) {
        return head.length >= magic.length
                && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }

    private static String ascii(byte[] head, int at) {
        return head.length < at + 4 ? "" : new String(head, at, 4, StandardCharsets.ISO_8859_1);
    }
}
