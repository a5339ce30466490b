package dev.reelay.simulator.task;

/// Where a task is; every vendor has words of its own.
public enum Phase {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    EXPIRED;

    public boolean isFinal() {
        return compareTo(SUCCEEDED) >= 0;
    }
}
