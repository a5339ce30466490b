package dev.reelay.worker.provider;

import java.io.IOException;
import java.io.InputStream;

/// Where the upstream keeps a finished file.
///
/// @param location in the adapter's own terms, a URL or an object key
public record ProviderFile(String location) {
    /// An open file.
    ///
    /// @param length size in bytes, or -1 where the upstream does not say
    public record Content(InputStream stream, long length) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
