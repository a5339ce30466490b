package dev.reelay.api.workspace;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.body.Fields;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.key.Caller;
import dev.reelay.api.key.IdentifyCaller;
import dev.reelay.api.tenant.WorkspaceId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a tenant does with its workspaces. Those of its first one look after all; others change
/// their own defaults alone, so that no workspace raises its own budget.
@Singleton
public final class ManageWorkspaces {
    private static final int MOST = 100;

    private final PostgresWorkspaces workspaces;
    private final ReadWorkspaceSettings settings;
    private final IdentifyCaller callers;
    private final OwnAccountModels ownAccounts;

    ManageWorkspaces(
            PostgresWorkspaces workspaces,
            ReadWorkspaceSettings settings,
            IdentifyCaller callers,
            OwnAccountModels ownAccounts) {
        this.workspaces = workspaces;
        this.settings = settings;
        this.callers = callers;
        this.ownAccounts = ownAccounts;
    }

    public Workspace find(TenantId tenant, UUID workspace) {
        return workspaces.find(tenant, workspace).orElseThrow(ManageWorkspaces::unknown);
    }

    /// The newest first, from behind a workspace on.
    public List<Workspace> page(TenantId tenant, @Nullable UUID after, int most) {
        return workspaces.page(tenant, after, most);
    }

    public Workspace make(Caller caller, Fields fields) {
        fields.refuseOthersThan(ReadWorkspaceSettings.MADE_WITH);
        caller.refuseUnlessOfFirstWorkspace();
        var made = settings.read(fields, caller.plan());
        ownAccounts.refuseUnlessServed(caller.tenant(), made.ownAccountModels());
        return workspaces
                .make(caller.tenant(), made, MOST)
                .orElseThrow(
                        () ->
                                invalid(
                                        "name",
                                        "would be of the %dst workspace".formatted(MOST + 1)));
    }

    /// Counts at once in this process, and everywhere within about a second.
    public Workspace change(Caller caller, UUID workspace, Fields fields) {
        fields.refuseOthersThan(ReadWorkspaceSettings.MEMBERS);
        var isOwnDefaults =
                workspace.equals(caller.workspace())
                        && ReadWorkspaceSettings.DEFAULTS.containsAll(fields.names());
        if (!isOwnDefaults) {
            find(caller.tenant(), workspace);
            caller.refuseUnlessOfFirstWorkspace();
        }
        if (Boolean.TRUE.equals(fields.flag("archived"))
                && workspace.equals(WorkspaceId.first(caller.tenant()))) {
            throw invalid("archived", "cannot be true of the first workspace");
        }
        ownAccounts.refuseUnlessServed(
                caller.tenant(), ReadWorkspaceSettings.ownAccountModels(fields));
        var changed =
                workspaces
                        .change(
                                caller.tenant(),
                                workspace,
                                now -> settings.change(fields, now, caller.plan()))
                        .orElseThrow(ManageWorkspaces::unknown);
        callers.forget(caller.tenant());
        return changed;
    }

    private static GatewayException unknown() {
        return new GatewayException(new GatewayError.NotFound("workspace"));
    }
}
