package dev.reelay.worker.endpoint;

import dev.reelay.common.id.TenantId;
import java.net.URI;

/// What shares its places: a tenant's host and port.
public final class Destination {
    private Destination() {}

    public static String of(TenantId tenant, URI url) {
        return tenant + " " + url.getAuthority();
    }
}
