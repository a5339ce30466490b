package dev.reelay.billing.error;

/// What the request is about is not there, or is another tenant's.
public final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param what e.g. `job`
    public Unknown(String what) {
        super("there is no such " + what);
    }
}
