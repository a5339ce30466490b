package dev.reelay.worker.egress;

import java.io.IOException;
import java.io.Serial;

/// A file could not be opened; the message says why, without its address.
public final class NotFetchedException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    NotFetchedException(FetchAnswer answer) {
        super(String.valueOf(answer));
    }
}
