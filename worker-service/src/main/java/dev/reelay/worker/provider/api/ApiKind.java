package dev.reelay.worker.provider.api;

import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.ProviderKind;
import dev.reelay.worker.provider.VideoProvider;
import java.net.URI;
import java.util.Set;
import java.util.function.Function;

/// A kind of upstream that is called over HTTP.
///
/// @param usual where it is reached unless the account says otherwise
/// @param api what speaks for an account; throws `InvalidAccountException` where it cannot
public record ApiKind(
        String name,
        Set<String> secrets,
        Set<String> settings,
        URI usual,
        CallUpstreams calls,
        Function<Account, ProviderApi> api)
        implements ProviderKind {
    public ApiKind {
        secrets = Set.copyOf(secrets);
        settings = Set.copyOf(settings);
    }

    @Override
    public VideoProvider open(Account account) {
        return calls.open(account, usual, api.apply(account));
    }
}
