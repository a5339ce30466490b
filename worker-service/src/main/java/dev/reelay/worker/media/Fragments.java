package dev.reelay.worker.media;

import dev.reelay.worker.media.BoxReader.Box;
import java.io.IOException;
import java.util.List;

/// Adds up the fragments of one track (ISO/IEC 14496-12, section 8.8): a fragmented file does not
/// say its length in one place.
final class Fragments {
    /// @param length in the track's own units
    record Sum(long samples, long length) {}

    private static final int MOST_SAMPLES_IN_A_RUN = 65_536;

    private final BoxReader reader;
    private final long track;
    private long usual;
    private long samples;
    private long length;

    Fragments(BoxReader reader, long track) {
        this.reader = reader;
        this.track = track;
    }

    Sum sum(List<Box> top, List<Box> moov) throws UnreadableVideo, IOException {
        var usualOfTrack = usualOfTrack(Movie.need(moov, "mvex"));
        for (var moof : top) {
            if (!moof.type().equals("moof")) {
                continue;
            }
            for (var traf : reader.inside(moof)) {
                if (traf.type().equals("traf")) {
                    add(reader.inside(traf), usualOfTrack);
                }
            }
        }
        return new Sum(samples, length);
    }

    /// `trex`: what a sample of the track lasts where nothing else is said.
    private long usualOfTrack(Box mvex) throws UnreadableVideo, IOException {
        for (var box : reader.inside(mvex)) {
            if (box.type().equals("trex")) {
                var bytes = reader.piece(box, 4, 12);
                if (Integer.toUnsignedLong(bytes.getInt(0)) == track) {
                    return Integer.toUnsignedLong(bytes.getInt(8));
                }
            }
        }
        return 0;
    }

    private void add(List<Box> traf, long usualOfTrack) throws UnreadableVideo, IOException {
        var head = Movie.need(traf, "tfhd");
        var bytes = reader.piece(head, 0, 8);
        if (Integer.toUnsignedLong(bytes.getInt(4)) != track) {
            return;
        }
        var flags = bytes.getInt(0);
        var at = 8 + ((flags & 0x1) != 0 ? 8 : 0) + ((flags & 0x2) != 0 ? 4 : 0);
        usual =
                (flags & 0x8) == 0
                        ? usualOfTrack
                        : Integer.toUnsignedLong(reader.piece(head, at, 4).getInt());
        for (var box : traf) {
            if (box.type().equals("trun")) {
                run(box);
            }
        }
    }

    private void run(Box trun) throws UnreadableVideo, IOException {
        var bytes = reader.piece(trun, 0, 8);
        var flags = bytes.getInt();
        var count = bytes.getInt();
        if (count < 0 || count > MOST_SAMPLES_IN_A_RUN) {
            throw new UnreadableVideo("a fragment has too many samples: " + count);
        }
        samples += count;
        if ((flags & 0x100) == 0) {
            length += usual * count;
            return;
        }
        var at = 8 + ((flags & 0x1) != 0 ? 4 : 0) + ((flags & 0x4) != 0 ? 4 : 0);
        var step = 4 * Integer.bitCount(flags & 0xF00); // fields of each sample
        var table = reader.piece(trun, at, count * step);
        for (var i = 0; i < count; i++) {
            length += Integer.toUnsignedLong(table.getInt(i * step));
        }
    }
}
