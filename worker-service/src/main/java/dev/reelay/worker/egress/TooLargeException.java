package dev.reelay.worker.egress;

import java.io.IOException;
import java.io.Serial;

/// A file has more bytes than were allowed.
public final class TooLargeException extends IOException {
    @Serial private static final long serialVersionUID = 1;
}
