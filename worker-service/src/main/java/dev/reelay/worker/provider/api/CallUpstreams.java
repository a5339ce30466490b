package dev.reelay.worker.provider.api;

import dev.reelay.worker.egress.Egress;
import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.InvalidAccountException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;

/// Opens accounts at upstreams that are called over HTTP.
@Singleton
public class CallUpstreams {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final Egress egress;
    private final ReadInputs inputs;
    private final ApiConfig config;

    public CallUpstreams(Egress egress, ReadInputs inputs, ApiConfig config) {
        this.egress = egress;
        this.inputs = inputs;
        this.config = config;
    }

    /// Throws {@link InvalidAccountException} where the account's base is no web address.
    ///
    /// @param usual where the upstream is reached unless the account says otherwise
    public ApiProvider open(Account account, URI usual, ProviderApi api) {
        return new ApiProvider(
                account.provider(), base(account, usual), api, egress, inputs, config);
    }

    private static URI base(Account account, URI usual) {
        var base = account.base().orElse(usual);
        if (base.getScheme() == null
                || !SCHEMES.contains(base.getScheme())
                || base.getHost() == null
                || base.getRawQuery() != null
                || base.getRawUserInfo() != null) {
            throw new InvalidAccountException(
                    "base_url", "base_url must be a web address, as " + usual);
        }
        return URI.create(base.toString().replaceAll("/+$", ""));
    }
}
