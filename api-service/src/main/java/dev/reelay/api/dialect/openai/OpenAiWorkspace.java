package dev.reelay.api.dialect.openai;

import dev.reelay.api.dialect.ReadCall;
import dev.reelay.api.key.Scope;
import dev.reelay.api.workspace.ManageWorkspaces;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;

/// `/v1/workspace`: the one that the calling key belongs to.
@Path("/v1/workspace")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OpenAiWorkspace {
    private final ReadCall calls;
    private final ManageWorkspaces workspaces;

    OpenAiWorkspace(ReadCall calls, ManageWorkspaces workspaces) {
        this.calls = calls;
        this.workspaces = workspaces;
    }

    @GET
    public WorkspaceView get(@Context HttpHeaders headers) {
        var caller = calls.caller(headers, Scope.JOBS_READ);
        return WorkspaceView.of(
                workspaces.find(caller.tenant(), caller.workspace()), caller.plan());
    }

    /// It says what keys that submit may name, so they may not say it themselves.
    @PATCH
    @Consumes(MediaType.WILDCARD)
    public WorkspaceView change(@Context HttpHeaders headers, InputStream content) {
        var caller = calls.caller(headers, Scope.ADMIN);
        try (var body = calls.json(headers, content)) {
            var changed = workspaces.change(caller, caller.workspace(), body.fields());
            return WorkspaceView.of(changed, caller.plan());
        }
    }
}
