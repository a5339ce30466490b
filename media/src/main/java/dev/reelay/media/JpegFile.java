package dev.reelay.media;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import org.jspecify.annotations.Nullable;

/// JPEG: segments and entropy-coded data from SOI to EOI (ITU T.81, annex B).
final class JpegFile {
    private static final int SOI_LENGTH = 2;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int TEM = 0x01;
    private static final int MOST_SEGMENTS = 100_000;

    private final DataInputStream in;
    private MediaFile.@Nullable Image image;

    private JpegFile(DataInputStream in) {
        this.in = in;
    }

    static MediaFile.Image read(RandomAccessFile file) throws IOException, BadMediaException {
        file.seek(SOI_LENGTH);
        // The file is closed by who opened it.
        var in = new DataInputStream(new BufferedInputStream(new FileInputStream(file.getFD())));
        return new JpegFile(in).read();
    }

    private MediaFile.Image read() throws IOException, BadMediaException {
        var marker = nextMarker();
        for (var segments = 0; marker != EOI; segments++) {
            if (segments > MOST_SEGMENTS) {
                throw new BadMediaException("is a JPEG of too many pieces");
            }
            marker = segment(marker);
        }
        if (image == null) {
            throw new BadMediaException("is a JPEG without a picture");
        }
        return image;
    }

    /// Reads past the segment; the marker after it.
    private int segment(int marker) throws IOException, BadMediaException {
        if (marker == TEM || isRestart(marker)) {
            return nextMarker();
        }
        var length = in.readUnsignedShort() - 2;
        if (length < 0) {
            throw new BadMediaException("is a broken JPEG");
        }
        if (isFrame(marker) && length >= 5) {
            in.skipNBytes(1);
            var height = in.readUnsignedShort();
            var width = in.readUnsignedShort();
            image = new MediaFile.Image("image/jpeg", "jpg", width, height);
            length -= 5;
        }
        in.skipNBytes(length);
        return marker == SOS ? afterScan() : nextMarker();
    }

    private int nextMarker() throws IOException, BadMediaException {
        if (in.readUnsignedByte() != 0xff) {
            throw new BadMediaException("is a broken JPEG");
        }
        return afterFill();
    }

    private int afterFill() throws IOException {
        var code = in.readUnsignedByte();
        while (code == 0xff) {
            code = in.readUnsignedByte();
        }
        return code;
    }

    /// Entropy-coded data ends at a marker that is neither a stuffed zero nor a restart.
    private int afterScan() throws IOException {
        while (true) {
            if (in.readUnsignedByte() == 0xff) {
                var code = afterFill();
                if (code != 0 && !isRestart(code)) {
                    return code;
                }
            }
        }
    }

    private static boolean isRestart(int marker) {
        return marker >= 0xd0 && marker <= 0xd7;
    }

    /// SOF0 to SOF15, without DHT, JPG and DAC that stand between them.
    private static boolean isFrame(int marker) {
        return marker >= 0xc0
                && marker <= 0xcf
                && marker != 0xc4
                && marker != 0xc8
                && marker != 0xcc;
    }
}
