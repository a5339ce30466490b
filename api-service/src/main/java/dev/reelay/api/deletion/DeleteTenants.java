package dev.reelay.api.deletion;

import dev.reelay.api.account.ProviderAccounts;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.sweep.Sweepers;
import dev.reelay.api.webhook.Webhooks;
import dev.reelay.api.worker.Worker.Question;
import dev.reelay.common.id.TenantId;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Deletes tenants, in rounds: each marks what is there for those who remove such things anyway,
/// and removes the endpoints and own accounts, until nothing is left. A round may be broken off
/// anywhere, and two may run at once.
@Singleton
final class DeleteTenants {
    private static final Logger LOG = Logger.getLogger(DeleteTenants.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(5);
    private static final int MOST = 500;
    private static final String ABOUT = "webhook endpoint";

    private final PostgresDeletion deletion;
    private final Webhooks webhooks;
    private final ProviderAccounts accounts;

    DeleteTenants(PostgresDeletion deletion, Webhooks webhooks, ProviderAccounts accounts) {
        this.deletion = deletion;
        this.webhooks = webhooks;
        this.accounts = accounts;
    }

    void start(@Observes StartupEvent event, Sweepers sweepers) {
        sweepers.start("deletion", PAUSE, this::sweep);
    }

    private void sweep() {
        for (var due = deletion.claim(BETWEEN_ROUNDS);
                due.isPresent();
                due = deletion.claim(BETWEEN_ROUNDS)) {
            round(due.get());
        }
    }

    private void round(TenantId tenant) {
        var over = deletion.step(tenant, MOST);
        var endpoints = removeEndpoints(tenant);
        var ownAccounts = removeAccounts(tenant);
        var left = deletion.find(tenant).map(Deletion::left);
        if (over
                && endpoints + ownAccounts == 0
                && left.filter(Deletion.Left::isNothing).isPresent()) {
            deletion.done(tenant);
            LOG.infof("a tenant was deleted tenant=%s", tenant);
        }
    }

    /// Those that no job is at; how many there were.
    private int removeAccounts(TenantId tenant) {
        var own = accounts.of(tenant);
        var names = own.names();
        for (var name : names) {
            try {
                own.delete(name);
            } catch (GatewayException e) {
                if (!(e.error() instanceof GatewayError.NotNow)) {
                    throw e;
                }
            }
        }
        return names.size();
    }

    /// A page of them; how many there were.
    private int removeEndpoints(TenantId tenant) {
        var page = webhooks.ask(tenant, Question.get("/endpoints?limit=100", ABOUT)).body();
        for (var endpoint : page.path("data")) {
            var path = "/endpoints/" + endpoint.path("id").asText();
            webhooks.ask(tenant, Question.of("DELETE", path, null, ABOUT));
        }
        return page.path("data").size();
    }
}
