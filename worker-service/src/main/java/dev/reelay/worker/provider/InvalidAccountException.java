package dev.reelay.worker.provider;

import java.io.Serial;

/// An account cannot be used as it is. The message says what to change and repeats no secret.
public final class InvalidAccountException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final String param;

    /// @param param the member at fault, e.g. `secrets.api_key`
    public InvalidAccountException(String param, String message) {
        super(message);
        this.param = param;
    }

    public String param() {
        return param;
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
