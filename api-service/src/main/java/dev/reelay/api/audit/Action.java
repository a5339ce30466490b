package dev.reelay.api.audit;

import java.time.Instant;

/// Something that is about to be done.
///
/// @param what method and route, e.g. `PATCH /admin/v1/tenants/{tenant}`
/// @param target the path as it was called, without its query
/// @param source the client's address
public record Action(
        AuditId id,
        Instant at,
        Acting by,
        String what,
        String target,
        KeptBody body,
        String source,
        String requestId) {}
