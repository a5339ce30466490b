package dev.reelay.e2e.proxy;

/// What can be wrong with a connection.
public enum Flaw {
    /// Every piece is a quarter of a second late, either way.
    LATENCY,
    /// Both ends are reset at once.
    RESET,
    /// Nothing passes; what was sent meanwhile arrives when it is over.
    BLACK_HOLE,
    /// The client hears the end of the answers at once; what it sends still passes.
    HALF_CLOSE,
    /// About 1 kB a second passes, either way.
    TRICKLE,
    /// The next request passes; when the first bytes of its answer come, both ends are reset.
    LOST_ANSWER,
    /// The next HTTP request is answered by 503 and never passes. Bytes that are not the head of an
    /// HTTP request pass.
    UNAVAILABLE;

    /// Whether it goes on until somebody ends it; the others are done by one blow.
    public boolean lasts() {
        return this == LATENCY || this == BLACK_HOLE || this == TRICKLE;
    }
}
