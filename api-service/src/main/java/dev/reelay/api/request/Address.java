package dev.reelay.api.request;

import jakarta.ws.rs.container.ContainerRequestContext;

/// Where a client called.
///
/// @param prefix what chose the dialect, e.g. `/newapi`; empty where the path had none
/// @param path what came after it
public record Address(String prefix, String path) {
    private static final String PROPERTY = "reelay.address";

    /// The address as the client wrote it, whatever the request was led to since.
    public static Address of(ContainerRequestContext request) {
        return request.getProperty(PROPERTY) instanceof Address address
                ? address
                : new Address("", request.getUriInfo().getPath());
    }

    /// Keeps this address with the request.
    public void keepWith(ContainerRequestContext request) {
        request.setProperty(PROPERTY, this);
    }

    /// Whether a path is this root or below it.
    public static boolean isUnder(String root, String path) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    /// The whole path.
    public String whole() {
        return prefix + path;
    }
}
