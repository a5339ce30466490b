package dev.reelay.worker.media;

import dev.reelay.worker.media.BoxReader.Box;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Finds in the boxes of an MP4 what a `ProbedVideo` tells: `moov` for a plain file, `moof` as well
/// for a fragmented one.
final class Movie {
    private static final int NO_DURATION = -1;

    private record Track(
            long id, boolean sound, int width, int height, long scale, long length, long samples) {}

    private final BoxReader reader;

    Movie(BoxReader reader) {
        this.reader = reader;
    }

    ProbedVideo read() throws UnreadableVideo, IOException {
        if (!reader.startsWith("ftyp")) {
            throw new UnreadableVideo("not an MP4 file: it does not start with an 'ftyp' box");
        }
        var top = reader.top();
        var moov =
                one(top, "moov").orElseThrow(() -> new UnreadableVideo("there is no 'moov' box"));
        if (one(top, "mdat").isEmpty()) {
            throw new UnreadableVideo("there is no 'mdat' box, so no frames");
        }
        var inside = reader.inside(moov);
        Track picture = null;
        var sound = false;
        for (var box : inside) {
            var track = box.type().equals("trak") ? track(box) : Optional.<Track>empty();
            sound |= track.isPresent() && track.get().sound();
            if (picture == null && track.isPresent() && !track.get().sound()) {
                picture = track.get();
            }
        }
        if (picture == null) {
            throw new UnreadableVideo("there is no video track");
        }
        return one(inside, "mvex").isPresent() && picture.samples() == 0
                ? fragmented(picture, top, inside, sound)
                : plain(picture, inside, sound);
    }

    private ProbedVideo plain(Track picture, List<Box> moov, boolean sound)
            throws UnreadableVideo, IOException {
        var length = movieMillis(moov);
        if (length == NO_DURATION) {
            length = millis(picture.length(), picture.scale());
        }
        return new ProbedVideo(
                picture.width(),
                picture.height(),
                length,
                rate(picture.samples(), picture.length(), picture.scale()),
                sound);
    }

    private ProbedVideo fragmented(Track picture, List<Box> top, List<Box> moov, boolean sound)
            throws UnreadableVideo, IOException {
        var sum = new Fragments(reader, picture.id()).sum(top, moov);
        return new ProbedVideo(
                picture.width(),
                picture.height(),
                millis(sum.length(), picture.scale()),
                rate(sum.samples(), sum.length(), picture.scale()),
                sound);
    }

    /// Empty for tracks that are neither picture nor sound.
    private Optional<Track> track(Box trak) throws UnreadableVideo, IOException {
        var boxes = reader.inside(trak);
        var mdia = reader.inside(need(boxes, "mdia"));
        var handler = BoxReader.letters(reader.piece(need(mdia, "hdlr"), 8, 4));
        var head = reader.piece(need(boxes, "tkhd"), 0, longForm(need(boxes, "tkhd")) ? 96 : 84);
        var id = Integer.toUnsignedLong(head.getInt(head.capacity() == 96 ? 20 : 12));
        if (handler.equals("soun")) {
            return Optional.of(new Track(id, true, 0, 0, 1, 0, 0));
        }
        if (!handler.equals("vide")) {
            return Optional.empty();
        }
        var time = time(need(mdia, "mdhd"));
        var turned = turned(head);
        var width = head.getInt(head.capacity() - 8) >>> 16;
        var height = head.getInt(head.capacity() - 4) >>> 16;
        var table = reader.inside(need(reader.inside(need(mdia, "minf")), "stbl"));
        return Optional.of(
                new Track(
                        id,
                        false,
                        turned ? height : width,
                        turned ? width : height,
                        time.scale(),
                        time.length(),
                        samples(table)));
    }

    /// Whether the display matrix turns by a quarter: it then has no diagonal.
    private static boolean turned(ByteBuffer tkhd) {
        var matrix = tkhd.capacity() - 44;
        return tkhd.getInt(matrix) == 0 && tkhd.getInt(matrix + 16) == 0;
    }

    private long samples(List<Box> table) throws UnreadableVideo, IOException {
        var sizes = one(table, "stsz").or(() -> one(table, "stz2"));
        if (sizes.isEmpty()) {
            throw new UnreadableVideo("the video track has no sample sizes");
        }
        return Integer.toUnsignedLong(reader.piece(sizes.get(), 8, 4).getInt());
    }

    private long movieMillis(List<Box> moov) throws UnreadableVideo, IOException {
        var time = time(need(moov, "mvhd"));
        return time.length() == 0 ? NO_DURATION : millis(time.length(), time.scale());
    }

    private record Time(long scale, long length) {}

    /// `mvhd` and `mdhd` begin alike: two dates, units per second, length in units.
    private Time time(Box box) throws UnreadableVideo, IOException {
        if (longForm(box)) {
            var bytes = reader.piece(box, 20, 12);
            return new Time(Integer.toUnsignedLong(bytes.getInt()), bytes.getLong());
        }
        var bytes = reader.piece(box, 12, 8);
        var scale = Integer.toUnsignedLong(bytes.getInt());
        var length = Integer.toUnsignedLong(bytes.getInt());
        return new Time(scale, length == 0xFFFF_FFFFL ? 0 : length); // all ones: not known
    }

    private boolean longForm(Box box) throws UnreadableVideo, IOException {
        return reader.piece(box, 0, 1).get() == 1;
    }

    private static long millis(long length, long scale) throws UnreadableVideo {
        if (scale == 0 || length < 0 || length > Long.MAX_VALUE / 1000) {
            throw new UnreadableVideo("the file's length cannot be read");
        }
        return Math.round(length * 1000.0 / scale);
    }

    private static double rate(long samples, long length, long scale) {
        return length <= 0 ? 0 : (double) samples * scale / length;
    }

    static Optional<Box> one(List<Box> boxes, String type) {
        return boxes.stream().filter(b -> b.type().equals(type)).findFirst();
    }

    static Box need(List<Box> boxes, String type) throws UnreadableVideo {
        return one(boxes, type)
                .orElseThrow(() -> new UnreadableVideo("there is no '" + type + "' box"));
    }
}
