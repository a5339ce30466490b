package dev.reelay.api.operator;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.reelay.api.audit.AuditQuery;
import dev.reelay.api.audit.PostgresAudit;
import dev.reelay.api.audit.Recorded;
import dev.reelay.api.csv.Csv;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/audit`: what operators and owners did.
@Path("/admin/v1/audit")
@RunOnVirtualThread
public final class OperatorAudit {
    private static final List<String> HEADER =
            List.of(
                    "id",
                    "created_at",
                    "actor_kind",
                    "actor",
                    "role",
                    "tenant",
                    "action",
                    "target",
                    "source",
                    "request_id",
                    "state",
                    "status",
                    "error",
                    "done_at",
                    "body_bytes",
                    "body");

    private final PostgresAudit audit;

    OperatorAudit(PostgresAudit audit) {
        this.audit = audit;
    }

    /// @param actorKind `operator` or `key`
    /// @param actor null for an operator who did not say who they are
    /// @param body without secrets; null where there was none, it was no JSON or was beyond 16 kB
    /// @param state `begun` where it is not known what came of it
    public record ActionView(
            String id,
            String createdAt,
            String actorKind,
            @Nullable String actor,
            String role,
            @Nullable String tenant,
            String action,
            String target,
            String source,
            String requestId,
            String state,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String doneAt,
            long bodyBytes,
            @JsonRawValue @Nullable String body) {
        static ActionView of(Recorded recorded) {
            var action = recorded.action();
            var by = action.by();
            return new ActionView(
                    action.id().toString(),
                    action.at().toString(),
                    by.kind().word(),
                    by.name(),
                    by.role(),
                    text(by.tenant()),
                    action.what(),
                    action.target(),
                    action.source(),
                    action.requestId(),
                    recorded.state(),
                    recorded.status(),
                    recorded.error(),
                    text(recorded.doneAt()),
                    action.body().bytes(),
                    action.body().json());
        }

        private List<@Nullable String> cells() {
            return Arrays.asList(
                    id,
                    createdAt,
                    actorKind,
                    actor,
                    role,
                    tenant,
                    action,
                    target,
                    source,
                    requestId,
                    state,
                    text(status),
                    error,
                    doneAt,
                    String.valueOf(bodyBytes),
                    body);
        }

        private static @Nullable String text(@Nullable Object value) {
            return value == null ? null : value.toString();
        }

        /// Not the body.
        @Override
        public String toString() {
            return id;
        }
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, Csv.MEDIA_TYPE})
    public Response list(@Context HttpHeaders headers, @Context UriInfo uri) {
        var asked = uri.getQueryParameters();
        var query = AuditQuery.ofAll(asked);
        if (Csv.isAsked(asked.getFirst("format"), headers)) {
            return Csv.file(
                    "audit",
                    HEADER,
                    (Recorded recorded) -> ActionView.of(recorded).cells(),
                    last -> audit.next(query, last));
        }
        var page =
                OperatorPage.of(
                        audit.page(query),
                        query.limit(),
                        recorded -> recorded.action().id().toString(),
                        ActionView::of);
        return Response.ok(page, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
