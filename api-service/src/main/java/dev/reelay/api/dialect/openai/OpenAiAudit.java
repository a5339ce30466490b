package dev.reelay.api.dialect.openai;

import dev.reelay.api.audit.AuditQuery;
import dev.reelay.api.audit.PostgresAudit;
import dev.reelay.api.audit.Recorded;
import dev.reelay.api.csv.Csv;
import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.key.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/// `/v1/audit`: what was done with a tenant's keys, settings and webhooks, and by operators with
/// the tenant, for keys with the scope `admin`.
@Path("/v1/audit")
@RunOnVirtualThread
public final class OpenAiAudit {
    private final ReadCall calls;
    private final PostgresAudit audit;

    OpenAiAudit(ReadCall calls, PostgresAudit audit) {
        this.calls = calls;
        this.audit = audit;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, Csv.MEDIA_TYPE})
    public Response list(@Context HttpHeaders headers, @Context UriInfo uri) {
        var caller = calls.caller(headers, Scope.ADMIN);
        var asked = uri.getQueryParameters();
        var query = AuditQuery.of(caller.tenant(), asked);
        if (Csv.isAsked(asked.getFirst("format"), headers)) {
            return Csv.file(
                    "audit",
                    OpenAiAction.HEADER,
                    (Recorded recorded) -> OpenAiAction.of(recorded).cells(),
                    last -> audit.next(query, last));
        }
        var page =
                OpenAiPage.of(
                        audit.page(query),
                        query.limit(),
                        recorded -> recorded.action().id().toString(),
                        OpenAiAction::of);
        return Response.ok(page, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
