package dev.reelay.api.body;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Stands between a JSON body and its parser. A string longer than the threshold goes to a file,
/// unescaped, and the parser sees a short marker in its place, so an inline picture never stands in
/// memory. Everything else passes as it is; the parser judges it.
final class DivertingInputStream extends InputStream {
    private static final int CHUNK = 16 * 1024;

    private final InputStream source;
    private final Spool spool;
    private final int threshold;
    private final byte[] in = new byte[CHUNK];

    /// What was read and not yet handed on. Bytes of a string that has not ended stay here, from
    /// `stringStart`, until it ends or becomes too long.
    private byte[] out = new byte[CHUNK];

    private int outStart;
    private int outEnd;
    private int stringStart = -1;
    private boolean escaped;
    private @Nullable JsonStringWriter diverted;
    private boolean ended;

    DivertingInputStream(InputStream source, Spool spool, int threshold) {
        this.source = source;
        this.spool = spool;
        this.threshold = threshold;
    }

    @Override
    public int read() throws IOException {
        return fill() ? out[outStart++] & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        var count = Math.min(length, releasable());
        System.arraycopy(out, outStart, buffer, offset, count);
        outStart += count;
        return count;
    }

    /// Reads on until something can be handed on; false at the end.
    private boolean fill() throws IOException {
        while (releasable() == 0) {
            if (ended) {
                return false;
            }
            compact();
            var count = source.read(in, 0, in.length);
            if (count < 0) {
                end();
            } else {
                take(count);
            }
        }
        return true;
    }

    private int releasable() {
        return (stringStart < 0 ? outEnd : stringStart) - outStart;
    }

    private void compact() {
        System.arraycopy(out, outStart, out, 0, outEnd - outStart);
        outEnd -= outStart;
        stringStart = stringStart < 0 ? -1 : stringStart - outStart;
        outStart = 0;
    }

    /// A string that never ends is handed on as far as it came, so that the parser refuses it.
    private void end() throws IOException {
        ended = true;
        stringStart = -1;
        if (diverted != null) {
            diverted.close();
            diverted = null;
        }
    }

    private void take(int count) throws IOException {
        var i = 0;
        while (i < count) {
            var plain = diverted == null ? 0 : diverted.plain(in, i, count);
            if (plain == 0) {
                take(in[i++]);
            } else {
                i += plain;
            }
        }
    }

    private void take(byte b) throws IOException {
        var inString = stringStart >= 0;
        if (!inString) {
            append(b);
            stringStart = b == '"' ? outEnd : -1;
        } else if (b == '"' && !escaped) {
            endString();
            append(b);
        } else {
            escaped = b == '\\' && !escaped;
            inString(b);
        }
    }

    private void inString(byte b) throws IOException {
        if (diverted != null) {
            diverted.write(b);
            return;
        }
        append(b);
        if (outEnd - stringStart > threshold) {
            diverted = new JsonStringWriter(spool.writer(false));
            diverted.write(out, stringStart, outEnd - stringStart);
            outEnd = stringStart;
        }
    }

    private void endString() throws IOException {
        if (diverted != null) {
            var marker = diverted.done();
            diverted = null;
            for (var b : marker.getBytes(StandardCharsets.US_ASCII)) {
                append(b);
            }
        }
        stringStart = -1;
    }

    private void append(byte b) {
        if (outEnd == out.length) {
            out = Arrays.copyOf(out, out.length * 2);
        }
        out[outEnd++] = b;
    }

    @Override
    public void close() throws IOException {
        if (diverted != null) {
            diverted.close();
        }
    }
}
