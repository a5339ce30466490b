package dev.reelay.worker.provider.api;

import java.io.Serial;

/// An upstream cannot make what was asked, and nothing was sent. The message is for the tenant and
/// says what it can make.
public final class UnsupportedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    public UnsupportedException(String why) {
        super(why);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
