package dev.reelay.worker.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Walks the boxes of an ISO base media file (ISO/IEC 14496-12, section 4.2). Reads headers and the
/// small pieces it is asked for, never a box as a whole; refuses files that would keep it busy.
final class BoxReader {
    private static final int MOST_BOXES = 10_000;
    private static final int LARGEST_PIECE = 1 << 20;

    /// One box: its four letters, where its content starts, where it ends.
    record Box(String type, long start, long end) {
        long length() {
            return end - start;
        }
    }

    private final FileChannel file;
    private final long size;
    private int seen;

    BoxReader(FileChannel file) throws IOException {
        this.file = file;
        this.size = file.size();
    }

    /// Whether the first box is of this type, if it is one at all.
    boolean startsWith(String type) throws UnreadableVideo, IOException {
        return size >= 8 && letters(bytes(4, 4)).equals(type);
    }

    /// Boxes of the file itself.
    List<Box> top() throws UnreadableVideo, IOException {
        return boxes(0, size);
    }

    /// Boxes inside another.
    List<Box> inside(Box box) throws UnreadableVideo, IOException {
        return boxes(box.start(), box.end());
    }

    private List<Box> boxes(long from, long to) throws UnreadableVideo, IOException {
        var found = new ArrayList<Box>();
        for (var at = from; at + 8 <= to; at = found.getLast().end()) {
            found.add(box(at, to));
        }
        return found;
    }

    private Box box(long at, long to) throws UnreadableVideo, IOException {
        if (++seen > MOST_BOXES) {
            throw new UnreadableVideo("the file has more than " + MOST_BOXES + " boxes");
        }
        var head = bytes(at, 8);
        var length = Integer.toUnsignedLong(head.getInt());
        var type = letters(head);
        var start = at + 8;
        if (length == 1 && start + 8 <= to) { // a long box: its length follows
            length = bytes(start, 8).getLong();
            start += 8;
        } else if (length == 0) { // runs to the end
            length = to - at;
        }
        if (length < start - at || length > to - at) {
            throw new UnreadableVideo(
                    "the file is cut off or broken: box '%s' at byte %d says %s bytes, %d are there"
                            .formatted(type, at, Long.toUnsignedString(length), to - at));
        }
        return new Box(type, start, at + length);
    }

    /// A piece of a box's content; throws where the box is shorter than that.
    ByteBuffer piece(Box box, long offset, int length) throws UnreadableVideo, IOException {
        if (offset < 0 || length > LARGEST_PIECE || offset + length > box.length()) {
            throw new UnreadableVideo("box '" + box.type() + "' is too short or too long");
        }
        return bytes(box.start() + offset, length);
    }

    private ByteBuffer bytes(long at, int length) throws UnreadableVideo, IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) {
                throw new UnreadableVideo("the file ends within a box");
            }
        }
        return buffer.flip();
    }

    /// The next four bytes as letters; what is not printable becomes `?`, so that it can be shown.
    static String letters(ByteBuffer from) {
        var four = new byte[4];
        from.get(four);
        return new String(four, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?");
    }
}
