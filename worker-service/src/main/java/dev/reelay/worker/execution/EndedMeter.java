package dev.reelay.worker.execution;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/// Counts how executions end, by provider.
@Singleton
class EndedMeter {
    private final MeterRegistry meters;

    EndedMeter(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(String provider, String state) {
        meters.counter("reelay.executions.ended", "provider", provider, "state", state).increment();
    }
}
