package dev.reelay.api.content;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Writes a body at the pace of its reader: a write returns when its bytes have left for the
/// socket, so that one piece is in memory however large the file and however slow the client. (The
/// stream that the framework offers queues on the event loop what a virtual thread writes, without
/// a bound.)
///
/// A client that takes nothing for as long as is waited is given up with an `IOException`.
public final class PacedOutput extends OutputStream {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpServerResponse response;
    private final Duration limit;

    /// @param length of the whole body, in bytes
    public PacedOutput(HttpServerResponse response, long length) {
        this.response = response;
        this.limit = LIMIT;
        response.putHeader("Content-Length", String.valueOf(length));
    }

    /// Of a body whose length nobody knows yet.
    ///
    /// @param limit how long a client may take nothing
    public PacedOutput(HttpServerResponse response, Duration limit) {
        this.response = response;
        this.limit = limit;
        response.setChunked(true);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        var sent = response.write(Buffer.buffer(Unpooled.wrappedBuffer(bytes, offset, length)));
        try {
            sent.toCompletionStage()
                    .toCompletableFuture()
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the client is gone", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the client took nothing for " + limit, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
