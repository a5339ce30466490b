package dev.reelay.api.store;

/// The object store gave no answer, or not the one it must give.
public final class StoreAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreAwayException(Throwable cause) {
        super("the object store failed: " + cause.getClass().getSimpleName(), cause);
    }
}
