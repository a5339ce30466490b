package dev.reelay.api.dialect.openai;

import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.Caller;
import dev.reelay.api.key.Scope;
import dev.reelay.api.tenant.WorkspaceId;
import dev.reelay.api.workspace.ManageWorkspaces;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/v1/workspaces`: a tenant's workspaces, for keys with the scope `admin`.
@Path("/v1/workspaces")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiWorkspaces {
    private final ReadCall calls;
    private final ManageWorkspaces workspaces;

    OpenAiWorkspaces(ReadCall calls, ManageWorkspaces workspaces) {
        this.calls = calls;
        this.workspaces = workspaces;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response make(@Context HttpHeaders headers, InputStream content) {
        var caller = admin(headers);
        try (var body = calls.json(headers, content)) {
            var made = workspaces.make(caller, body.fields());
            return Response.status(Response.Status.CREATED)
                    .entity(WorkspaceView.of(made, caller.plan()))
                    .build();
        }
    }

    @GET
    public OpenAiPage<WorkspaceView> list(
            @Context HttpHeaders headers,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        var caller = admin(headers);
        var most = OpenAiPaging.count(limit);
        var found =
                workspaces.page(
                        caller.tenant(),
                        after == null ? null : WorkspaceId.read("after", after),
                        most + 1);
        return OpenAiPage.of(
                found,
                most,
                workspace -> WorkspaceId.text(workspace.id()),
                workspace -> WorkspaceView.of(workspace, caller.plan()));
    }

    @GET
    @Path("{id}")
    public WorkspaceView get(@Context HttpHeaders headers, @PathParam("id") String id) {
        var caller = admin(headers);
        return WorkspaceView.of(workspaces.find(caller.tenant(), id(id)), caller.plan());
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    public WorkspaceView change(
            @Context HttpHeaders headers, @PathParam("id") String id, InputStream content) {
        var caller = admin(headers);
        var workspace = id(id);
        try (var body = calls.json(headers, content)) {
            var changed = workspaces.change(caller, workspace, body.fields());
            return WorkspaceView.of(changed, caller.plan());
        }
    }

    private Caller admin(HttpHeaders headers) {
        return calls.caller(headers, Scope.ADMIN);
    }

    private static UUID id(String id) {
        return WorkspaceId.parse(id)
                .orElseThrow(() -> new GatewayException(new GatewayError.NotFound("workspace")));
    }
}
