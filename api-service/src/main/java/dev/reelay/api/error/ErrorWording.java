package dev.reelay.api.error;

import jakarta.ws.rs.core.Response;

/// How one API words errors.
public interface ErrorWording {
    /// Whether requests to this path are answered in this wording.
    boolean owns(String path);

    /// Status and body, and headers that only this API has.
    Response word(GatewayError error);

    /// The whole answer.
    default Response answer(GatewayError error) {
        return ErrorHeaders.add(word(error), error);
    }
}
