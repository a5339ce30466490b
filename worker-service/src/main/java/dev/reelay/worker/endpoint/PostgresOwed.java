package dev.reelay.worker.endpoint;

import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.TenantId;
import java.net.URI;
import org.jdbi.v3.core.Handle;

/// What becomes of an endpoint's deliveries when the endpoint changes. Those that are under way or
/// too many are left: each is looked at again before it is sent.
public final class PostgresOwed {
    /// Why deliveries are given up, as their tenant reads it.
    public static final String DISABLED = "the endpoint is disabled";

    public static final String DELETED = "the endpoint was deleted";

    private static final int MOST = 10_000;

    private static final String GIVE_UP =
            """
            update delivery d
               set state = 'exhausted', due_at = null, claimed_until = null, ended_at = now(),
                   last_error = :why
             where d.id in (select o.id from delivery o
                             where o.endpoint_id = :endpoint and o.tenant_id = :tenant
                               and o.due_at is not null and o.type <> :test
                             limit :most for no key update skip locked)
            """;

    private static final String REDIRECT =
            """
            update delivery d
               set url = :url, destination = :destination
             where d.id in (select o.id from delivery o
                             where o.endpoint_id = :endpoint and o.tenant_id = :tenant
                               and o.due_at is not null
                             limit :most for no key update skip locked)
            """;

    private PostgresOwed() {}

    static void giveUp(Handle h, TenantId tenant, EndpointId endpoint, String why) {
        h.createUpdate(GIVE_UP)
                .bind("tenant", tenant.value())
                .bind("endpoint", endpoint.value())
                .bind("test", EndpointEvents.TEST)
                .bind("why", why)
                .bind("most", MOST)
                .execute();
    }

    static void redirect(Handle h, TenantId tenant, EndpointId endpoint, URI url) {
        h.createUpdate(REDIRECT)
                .bind("tenant", tenant.value())
                .bind("endpoint", endpoint.value())
                .bind("url", url.toString())
                .bind("destination", Destination.of(tenant, url))
                .bind("most", MOST)
                .execute();
    }
}
