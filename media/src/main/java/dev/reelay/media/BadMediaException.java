package dev.reelay.media;

/// The file is not what it must be.
public final class BadMediaException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String fault;

    BadMediaException(String fault) {
        super(fault);
        this.fault = fault;
    }

    /// For the tenant; it goes after a field's name.
    public String fault() {
        return fault;
    }
}
