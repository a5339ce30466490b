package dev.reelay.api.console;

import dev.reelay.api.credit.Billing;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.PostgresJobs;
import dev.reelay.api.job.VideoId;
import dev.reelay.api.key.Caller;
import dev.reelay.api.key.KeyMode;
import dev.reelay.api.key.ManageKeys;
import dev.reelay.api.key.Scope;
import dev.reelay.api.request.PublicConfig;
import dev.reelay.api.tenant.PostgresTenants;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Reads what a page shows of a tenant, of that what the one who looks may see. Throws {@link
/// GatewayException} for what is not there.
@Singleton
final class ReadAccount {
    private static final int VIDEOS = 20;
    private static final int KEYS = 50;

    private final PostgresTenants tenants;
    private final Billing billing;
    private final ManageKeys keys;
    private final PostgresJobs jobs;
    private final PublicConfig place;

    ReadAccount(
            PostgresTenants tenants,
            Billing billing,
            ManageKeys keys,
            PostgresJobs jobs,
            PublicConfig place) {
        this.tenants = tenants;
        this.billing = billing;
        this.keys = keys;
        this.jobs = jobs;
        this.place = place;
    }

    AccountView forMember(Caller caller) {
        return account(caller.tenant(), caller.scopes(), "/console/videos/", false);
    }

    /// Without prompts: the operators' API tells none either.
    AccountView forOperator(TenantId tenant) {
        var at = "/console/tenants/" + tenant + "/videos/";
        return account(tenant, EnumSet.allOf(Scope.class), at, true);
    }

    private AccountView account(TenantId id, Set<Scope> scopes, String at, boolean watched) {
        var tenant = tenants.find(id).orElseThrow(() -> unknown("tenant"));
        return new AccountView(
                tenant,
                scopes.contains(Scope.BILLING_READ)
                        ? billing.balance(id, KeyMode.LIVE).view()
                        : null,
                scopes.contains(Scope.ADMIN) ? keys(id) : null,
                jobs.page(id, null, null, VIDEOS, true).stream()
                        .map(job -> VideoView.of(job, at, !watched))
                        .toList(),
                curl(),
                watched);
    }

    private List<KeyView> keys(TenantId tenant) {
        return keys.page(tenant, null, null, KEYS).stream().map(KeyView::of).toList();
    }

    private String curl() {
        return """
               curl -s %s/v1/videos -H "Authorization: Bearer $REELAY_API_KEY" \\
                 -H "Content-Type: application/json" \\
                 -d '{"model":"reelay/storyboard-1","prompt":"a fox in the snow","seconds":"4","size":"1280x720"}'
               """
                .formatted(place.base());
    }

    VideoView video(TenantId tenant, String id, boolean withPrompt) {
        return VideoId.parse(id)
                .flatMap(job -> jobs.find(tenant, job))
                .map(job -> VideoView.of(job, "", withPrompt))
                .orElseThrow(() -> unknown("video"));
    }

    private static GatewayException unknown(String what) {
        return new GatewayException(new GatewayError.NotFound(what));
    }
}
