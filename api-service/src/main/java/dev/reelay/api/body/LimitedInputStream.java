package dev.reelay.api.body;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Refuses to read more than a limit.
final class LimitedInputStream extends FilterInputStream {
    private final long limit;
    private long count;

    LimitedInputStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        var one = super.read();
        if (one >= 0) {
            add(1);
        }
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var read = super.read(buffer, offset, length);
        if (read > 0) {
            add(read);
        }
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        var skipped = super.skip(bytes);
        add(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /// Leaves the source open. To close the server's stream is to read the rest of the request, to
    /// no end where that was refused for its length; parsers close what they gave up on.
    @Override
    public void close() {}

    private void add(long bytes) {
        count += bytes;
        if (count > limit) {
            throw new GatewayException(new GatewayError.BodyTooLarge(limit));
        }
    }
}
