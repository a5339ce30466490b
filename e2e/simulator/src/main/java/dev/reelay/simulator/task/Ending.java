package dev.reelay.simulator.task;

/// How a task ends when nobody stops it.
public enum Ending {
    SUCCESS,
    CONTENT_POLICY,
    INTERNAL,
    /// It does not.
    NONE
}
