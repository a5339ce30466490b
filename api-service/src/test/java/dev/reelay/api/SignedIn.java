package dev.reelay.api;

import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Members who have come once.
final class SignedIn {
    private SignedIn() {}

    /// One who may read.
    static void member(Jdbi jdbi, TestTenant tenant, String name) {
        jdbi.useHandle(
                h ->
                        h.execute(
                                """
                                insert into api_key (id, tenant_id, subject, name, mode, scopes,
                                    prefix, last4, counted_as)
                                select id, ?, 'https://issuer.example/ 1', ?, 'live',
                                       '{jobs:read,billing:read}', '', '', id
                                  from (select gen_random_uuid() as id) made
                                """,
                                UUID.fromString(tenant.id()),
                                name));
    }
}
