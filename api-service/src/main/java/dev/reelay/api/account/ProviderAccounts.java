package dev.reelay.api.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.worker.Worker;
import dev.reelay.api.worker.Worker.Question;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Asks worker-service about accounts at upstreams. Throws as {@link Worker#ask} does.
@Singleton
public final class ProviderAccounts {
    private static final String ABOUT = "account";

    /// What can stand in a path as it is; worker-service says what a name may be.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]{1,200}");

    private final Worker worker;

    ProviderAccounts(Worker worker) {
        this.worker = worker;
    }

    /// The operator's.
    public Of ofOperator() {
        return new Of("/internal/accounts");
    }

    /// A tenant's own, which render for it alone.
    public Of of(TenantId tenant) {
        return new Of("/internal/tenants/" + tenant + "/accounts");
    }

    /// Those of one owner.
    public final class Of {
        private final String root;

        private Of(String root) {
            this.root = root;
        }

        public Response list() {
            return ask("GET", root, null);
        }

        public Response get(String name) {
            return ask("GET", path(name), null);
        }

        /// A tenant's; under a name of its own where the body has none.
        public Response make(JsonNode account) {
            return ask("POST", root, account);
        }

        /// A tenant's; what is left out stays.
        public Response change(String name, JsonNode account) {
            return ask("PATCH", path(name), account);
        }

        /// The operator's.
        public Response put(String name, JsonNode account) {
            return ask("PUT", path(name), account);
        }

        /// Asks the provider now, by a call that costs nothing.
        public Response check(String name) {
            return ask("POST", path(name) + "/check", null);
        }

        public Response delete(String name) {
            return ask("DELETE", path(name), null);
        }

        /// The providers that there is an account of.
        public Set<String> providers() {
            return each("provider");
        }

        public Set<String> names() {
            return each("name");
        }

        private Set<String> each(String member) {
            var accounts = worker.ask(Question.get(root, ABOUT)).body().path("data");
            return StreamSupport.stream(accounts.spliterator(), false)
                    .map(account -> account.path(member).asText())
                    .collect(Collectors.toUnmodifiableSet());
        }

        private String path(String name) {
            if (!NAME.matcher(name).matches()) {
                throw new GatewayException(new GatewayError.NotFound(ABOUT));
            }
            return root + "/" + name;
        }

        private Response ask(String method, String path, @Nullable JsonNode body) {
            return worker.ask(Question.of(method, path, body, ABOUT)).response();
        }
    }
}
