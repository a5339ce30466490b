package dev.reelay.api.workspace;

import static dev.reelay.api.error.GatewayException.invalid;

import dev.reelay.api.account.ProviderAccounts;
import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.Model;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Which models a workspace may have rendered with its tenant's own accounts: jobs wait for one, so
/// where none can come, better nothing changes.
@Singleton
final class OwnAccountModels {
    private static final String MEMBER = "own_account_models";

    private final ProviderAccounts accounts;
    private final Catalogue catalogue;

    OwnAccountModels(ProviderAccounts accounts, Catalogue catalogue) {
        this.accounts = accounts;
        this.catalogue = catalogue;
    }

    /// Throws {@link dev.reelay.api.error.GatewayException} where one is unknown, or the tenant has
    /// no account at any of its providers.
    void refuseUnlessServed(TenantId tenant, Set<String> models) {
        var needed = new TreeMap<String, List<String>>();
        models.forEach(model -> needed.put(model, providers(model)));
        if (needed.isEmpty()) {
            return;
        }
        var have = accounts.of(tenant).providers();
        needed.forEach(
                (model, providers) -> {
                    if (Collections.disjoint(providers, have)) {
                        throw invalid(
                                MEMBER,
                                "holds %s, which needs an account of yours at %s; enter one first"
                                        .formatted(model, String.join(" or ", providers)));
                    }
                });
    }

    private List<String> providers(String id) {
        return catalogue
                .model(id)
                .orElseThrow(() -> invalid(MEMBER, "holds no model '%s'".formatted(id)))
                .routes()
                .stream()
                .map(Model.Route::provider)
                .distinct()
                .toList();
    }
}
