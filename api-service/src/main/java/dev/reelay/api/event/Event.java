package dev.reelay.api.event;

/// One line of a tenant's history.
///
/// @param body what receivers are sent, the same bytes every time; one line of JSON
public record Event(Place place, EventId id, EventType type, String body) {}
