package dev.reelay.address;

/// What was given is no address that is called.
public final class InvalidAddress extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String why;

    InvalidAddress(String why) {
        super(why);
        this.why = why;
    }

    /// The end of a sentence that begins with the field: "must be an https address".
    public String why() {
        return why;
    }
}
