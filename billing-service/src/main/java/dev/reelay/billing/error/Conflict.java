package dev.reelay.billing.error;

/// The id of the request already stands for something else.
public final class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Conflict(String message) {
        super(message);
    }
}
