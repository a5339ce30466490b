package dev.reelay.simulation;

/// What became of a transaction, and what its process knows of that.
public enum Commit {
    KNOWN,
    /// It was committed, and the connection broke before the answer.
    UNHEARD,
    /// It was not committed, and the connection broke.
    UNDONE;

    public boolean done() {
        return this != UNDONE;
    }
}
