package dev.reelay.api.key;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.tenant.CallbackPolicy;
import dev.reelay.api.tenant.Plan;
import dev.reelay.api.tenant.WorkspaceId;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who calls, as the key says.
///
/// @param workspace that the key belongs to
/// @param dialect what the key speaks where the path does not tell, or its workspace; null where
///   neither says
/// @param models see {@link KeySettings}
/// @param addresses see {@link KeySettings}
/// @param spending see {@link KeySettings}
/// @param promptsKept how long what it wrote is kept after the end of a job
/// @param ownAccountModels what jobs of the workspace are rendered with the tenant's own accounts
/// @param workspaceSpending what all keys of the workspace may spend together
/// @param countedAs the id under which what the key spends is counted: its own, or that of the
///   first of the keys that were rotated to it
/// @param member a person who signed in, with a row as a key has
/// @param suspended the tenant may begin nothing new
public record Caller(
        TenantId tenant,
        UUID workspace,
        UUID key,
        KeyMode mode,
        Set<Scope> scopes,
        Plan plan,
        CallbackPolicy callbacks,
        @Nullable String dialect,
        @Nullable Set<String> models,
        @Nullable List<AddressRange> addresses,
        @Nullable Instant expiresAt,
        SpendLimits spending,
        SpendLimits workspaceSpending,
        Duration promptsKept,
        Set<String> ownAccountModels,
        UUID countedAs,
        boolean member,
        boolean suspended) {
    public Caller {
        scopes = Set.copyOf(scopes);
        ownAccountModels = Set.copyOf(ownAccountModels);
    }

    /// Whether the key may be used from an address, which is asked for only where that matters.
    boolean mayComeFrom(Supplier<String> address) {
        if (addresses == null) {
            return true;
        }
        var text = address.get();
        return addresses.stream().anyMatch(range -> range.holds(text));
    }

    /// Whether the key may name a model of the catalogue.
    public boolean mayName(String model) {
        return models == null || models.contains(model);
    }

    /// Whether what it asks of a model is rendered with the tenant's own account at an upstream.
    public boolean rendersOnOwnAccount(String model) {
        return !isTest() && ownAccountModels.contains(model);
    }

    /// What of the catalogue the key may name and the plan has.
    public Catalogue seen(Catalogue catalogue) {
        var ofPlan = plan.models() == null ? catalogue : catalogue.only(plan.models());
        return models == null ? ofPlan : ofPlan.only(models);
    }

    /// Whether the key belongs to the workspace that looks after the others.
    public boolean isOfFirstWorkspace() {
        return workspace.equals(WorkspaceId.first(tenant));
    }

    /// For what only those may do who look after all workspaces; throws {@link GatewayException}.
    public void refuseUnlessOfFirstWorkspace() {
        if (!isOfFirstWorkspace()) {
            throw new GatewayException(
                    new GatewayError.MissingScope(Scope.ADMIN.word() + " of the first workspace"));
        }
    }

    /// What the tenant calls the key or the member.
    public String shownId() {
        return member ? MemberId.text(key) : KeyId.text(key);
    }

    public boolean isTest() {
        return mode == KeyMode.TEST;
    }
}
