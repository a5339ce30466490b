package dev.reelay.media;

import java.io.IOException;
import java.io.RandomAccessFile;

/// PNG: a chunk at a time from IHDR to IEND (https://www.w3.org/TR/png-3/#5DataRep).
final class PngFile {
    private static final int SIGNATURE = 8;
    private static final int IHDR = 0x49484452;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454e44;
    private static final int CRC = 4;
    private static final int MOST_CHUNKS = 100_000;

    private PngFile() {}

    static MediaFile.Image read(RandomAccessFile file) throws IOException, BadMediaException {
        file.seek(SIGNATURE);
        var length = file.readInt();
        if (file.readInt() != IHDR || length != 13) {
            throw new BadMediaException("is a PNG without a header");
        }
        var width = file.readInt();
        var height = file.readInt();
        walk(file, SIGNATURE + 8L + length + CRC);
        return new MediaFile.Image("image/png", "png", width, height);
    }

    private static void walk(RandomAccessFile file, long start)
            throws IOException, BadMediaException {
        var at = start;
        var hasPixels = false;
        for (var chunks = 0; chunks < MOST_CHUNKS; chunks++) {
            file.seek(at);
            var length = file.readInt();
            var type = file.readInt();
            hasPixels |= type == IDAT && length > 0;
            at += 8L + length + CRC;
            if (length < 0 || at > file.length()) {
                throw new BadMediaException("is a PNG that is cut off");
            }
            if (type == IEND) {
                if (!hasPixels) {
                    throw new BadMediaException("is a PNG without pixels");
                }
                return;
            }
        }
        throw new BadMediaException("is a PNG of too many pieces");
    }
}
