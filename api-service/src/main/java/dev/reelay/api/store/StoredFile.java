package dev.reelay.api.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// An object being read. Close it; what was not read is not fetched.
public final class StoredFile implements AutoCloseable {
    private static final int PIECE = 64 * 1024;

    private final ResponseInputStream<GetObjectResponse> content;

    StoredFile(ResponseInputStream<GetObjectResponse> content) {
        this.content = content;
    }

    /// Of what is being read, in bytes.
    public long length() {
        return content.response().contentLength();
    }

    /// The store's own tag, quoted.
    public String etag() {
        return content.response().eTag();
    }

    /// Hands everything on, a piece at a time.
    public void writeTo(OutputStream out) throws IOException {
        var piece = new byte[PIECE];
        for (var count = content.read(piece); count >= 0; count = content.read(piece)) {
            out.write(piece, 0, count);
        }
    }

    public InputStream stream() {
        return content;
    }

    @Override
    public void close() {
        content.abort();
    }
}
