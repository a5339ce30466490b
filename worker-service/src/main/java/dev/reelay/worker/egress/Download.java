package dev.reelay.worker.egress;

import dev.reelay.worker.egress.CallLimit.Running;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.io.Closer;

/// A file on its way. Reading throws {@link TooLargeException} beyond what was allowed, and another
/// `IOException` where it breaks off or its time is over. Closing it ends the call.
public final class Download extends FilterInputStream {
    private final HttpGet get;
    private final Running running;
    private final ClassicHttpResponse answer;
    private final long length;
    private final long most;
    private long count;

    private Download(
            HttpGet get,
            Running running,
            ClassicHttpResponse answer,
            InputStream content,
            long length,
            long most) {
        super(content);
        this.get = get;
        this.running = running;
        this.answer = answer;
        this.length = length;
        this.most = most;
    }

    static Download of(HttpGet get, Running running, ClassicHttpResponse answer, long most)
            throws IOException {
        var entity = answer.getEntity();
        return entity == null
                ? new Download(get, running, answer, InputStream.nullInputStream(), 0, most)
                : new Download(
                        get, running, answer, entity.getContent(), entity.getContentLength(), most);
    }

    /// Size in bytes, or -1 where the server does not say.
    public long length() {
        return length;
    }

    String why(Exception e) {
        return running.why(e);
    }

    @Override
    public int read() throws IOException {
        var one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var read = super.read(buffer, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        var skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long bytes) throws TooLargeException {
        count += bytes;
        if (count > most) {
            throw new TooLargeException();
        }
    }

    @Override
    public void close() {
        running.close();
        get.cancel();
        Closer.closeQuietly(answer);
    }
}
