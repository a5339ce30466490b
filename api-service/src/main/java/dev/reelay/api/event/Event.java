package dev.reelay.api.event;

/// One line of a job's history.
///
/// @param position grows with every event of a job
/// @param body what receivers are sent, the same bytes every time; one line of JSON
public record Event(long position, EventId id, EventType type, String body) {}
