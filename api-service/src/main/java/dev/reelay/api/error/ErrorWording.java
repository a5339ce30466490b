package dev.reelay.api.error;

import jakarta.ws.rs.core.Response;

/// How one API words errors.
public interface ErrorWording {
    /// Whether requests to this path are answered in this wording.
    boolean owns(String path);

    Response answer(GatewayError error);
}
