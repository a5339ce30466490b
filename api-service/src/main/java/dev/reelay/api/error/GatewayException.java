package dev.reelay.api.error;

/// Carries a {@link GatewayError} to the edge. It has no stack trace: it is an answer, not a fault.
public final class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient GatewayError error;

    public GatewayException(GatewayError error) {
        super(error.getClass().getSimpleName(), null, false, false);
        this.error = error;
    }

    /// The refusal of what a field says.
    ///
    /// @param field canonical name
    public static GatewayException invalid(String field, String why) {
        return new GatewayException(new GatewayError.InvalidField(field, why));
    }

    public GatewayError error() {
        return error;
    }
}
