package dev.reelay.worker.provider.sandbox;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Which way up a JPEG wants to be shown, as cameras note it (Exif 2.32, tag 0x0112). ffmpeg 4.4
/// does not turn still pictures by itself.
enum Orientation {
    UPRIGHT(""),
    MIRRORED("hflip,"),
    UPSIDE_DOWN("hflip,vflip,"),
    MIRRORED_UPSIDE_DOWN("vflip,"),
    MIRRORED_LEFT("transpose=cclock_flip,"),
    RIGHT("transpose=clock,"),
    MIRRORED_RIGHT("transpose=clock_flip,"),
    LEFT("transpose=cclock,");

    private static final int START = 0xFFD8;
    private static final int APP1 = 0xFFE1;
    private static final int SCAN = 0xFFDA;
    private static final int TAG = 0x0112;
    private static final int READ_AT_MOST = 256 << 10; // the note stands near the beginning
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private final String filter;

    Orientation(String filter) {
        this.filter = filter;
    }

    /// What turns the picture upright, ready to stand before another filter.
    String filter() {
        return filter;
    }

    /// Upright wherever nothing else can be read.
    static Orientation of(Path picture) throws IOException {
        try (var in = Files.newInputStream(picture)) {
            return of(ByteBuffer.wrap(in.readNBytes(READ_AT_MOST)));
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException e) {
            return UPRIGHT;
        }
    }

    private static Orientation of(ByteBuffer jpeg) {
        if (u16(jpeg) != START) {
            return UPRIGHT;
        }
        while (true) {
            var marker = u16(jpeg);
            if (marker < 0xFF00 || marker == SCAN) {
                return UPRIGHT;
            }
            var segment = next(jpeg, u16(jpeg) - 2);
            if (marker == APP1 && starts(segment)) {
                return note(segment.slice());
            }
        }
    }

    private static ByteBuffer next(ByteBuffer from, int length) {
        var segment = from.slice(from.position(), Math.min(length, from.remaining()));
        from.position(from.position() + length);
        return segment;
    }

    private static boolean starts(ByteBuffer segment) {
        var first = new byte[EXIF.length];
        if (segment.remaining() < first.length) {
            return false;
        }
        segment.get(first);
        return Arrays.equals(first, EXIF);
    }

    private static Orientation note(ByteBuffer tiff) {
        tiff.order(tiff.get() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        tiff.position(4);
        tiff.position(tiff.getInt());
        for (var entries = u16(tiff); entries > 0; entries--) {
            var tag = u16(tiff);
            tiff.getShort(); // kind
            tiff.getInt(); // count
            var value = u16(tiff);
            tiff.getShort();
            if (tag == TAG && value >= 1 && value <= values().length) {
                return values()[value - 1];
            }
        }
        return UPRIGHT;
    }

    private static int u16(ByteBuffer from) {
        return Short.toUnsignedInt(from.getShort());
    }
}
