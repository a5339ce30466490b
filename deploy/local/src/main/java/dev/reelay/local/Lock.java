package dev.reelay.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Only one launcher at a time starts or stops an installation. The system gives the lock back when
/// its holder dies.
final class Lock implements AutoCloseable {
    private final FileChannel file;

    private Lock(FileChannel file) {
        this.file = file;
    }

    static Lock take(Path data) {
        try {
            var file =
                    FileChannel.open(
                            data.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (file.tryLock() == null) {
                file.close();
                throw new Refusal(
                        "another ./reelay is starting or stopping " + data + "; wait for it");
            }
            return new Lock(file);
        } catch (OverlappingFileLockException e) {
            throw new IllegalStateException("taken twice", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
