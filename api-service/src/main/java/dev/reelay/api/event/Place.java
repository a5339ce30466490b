package dev.reelay.api.event;

/// How far a reader of the log has come. In their order nothing is added before a place below the
/// oldest transaction that still runs.
///
/// @param xid by which events are ordered first, as PostgreSQL writes it
public record Place(String xid, long position) {
    /// Before everything.
    public static final Place START = new Place("0", 0);
}
