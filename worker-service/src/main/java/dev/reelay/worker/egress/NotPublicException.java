package dev.reelay.worker.egress;

import java.io.Serial;
import java.net.UnknownHostException;

/// A name stands for an address that may not be called.
final class NotPublicException extends UnknownHostException {
    @Serial private static final long serialVersionUID = 1;

    NotPublicException() {
        super("the address is not public");
    }
}
