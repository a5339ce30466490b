package dev.reelay.worker.egress;

import java.io.IOException;

/// No connection came about, so no byte of the request left.
final class NotConnectedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final IOException why;

    NotConnectedException(IOException why) {
        super(why);
        this.why = why;
    }

    IOException why() {
        return why;
    }
}
