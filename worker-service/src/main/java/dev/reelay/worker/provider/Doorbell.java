package dev.reelay.worker.provider;

import java.util.UUID;

/// Says that a look at an attempt is worthwhile now. A ring may be lost or come twice; the
/// attempt's timer finds the same thing later.
public interface Doorbell {
    /// Never throws and does not wait for what the look finds.
    void ring(UUID attempt);
}
