package dev.reelay.api.request;

import io.vertx.ext.web.RoutingContext;

/// Where a client is.
public final class ClientAddress {
    private ClientAddress() {}

    /// Behind a proxy that the operator trusts this is the client's own.
    public static String of(RoutingContext request) {
        return request.request().remoteAddress().hostAddress();
    }
}
