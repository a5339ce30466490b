package dev.reelay.worker.egress;

import java.io.IOException;
import java.io.Serial;

/// The proxy makes no connection to where it was asked for one.
final class ProxyRefusedException extends IOException {
    @Serial private static final long serialVersionUID = 1;
}
