package dev.reelay.worker.provider;

import dev.reelay.common.catalogue.CatalogueLoader;
import io.quarkus.arc.All;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// All that this worker can submit to, by the name of the account: the operator's accounts and
/// tenants', and the providers of our own, each an account of its own name.
@Singleton
public class Providers {
    private static final Logger LOG = Logger.getLogger(Providers.class);

    private final Map<String, VideoProvider> own = new TreeMap<>();
    private final Set<String> known;
    private final Accounts accounts;
    private final ProvidersConfig config;

    public Providers(@All List<VideoProvider> own, Accounts accounts, ProvidersConfig config) {
        this.accounts = accounts;
        this.config = config;
        for (var provider : own) {
            if (this.own.putIfAbsent(provider.name(), provider) != null) {
                throw new IllegalStateException("two providers are named " + provider.name());
            }
        }
        known =
                Stream.concat(this.own.keySet().stream(), accounts.providers().stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    public Optional<VideoProvider> find(String account) {
        return Optional.ofNullable(own.get(account)).or(() -> accounts.find(account));
    }

    /// Throws `IllegalStateException` where this worker cannot use such an account.
    public VideoProvider get(String account) {
        return find(account).orElseThrow(() -> new IllegalStateException("no account " + account));
    }

    /// The accounts that this worker can use.
    public UsableAccounts usable() {
        return new UsableAccounts(known, accounts.unusable());
    }

    /// The providers of our own.
    public Set<String> own() {
        return Set.copyOf(own.keySet());
    }

    public ProvidersConfig.Use use(String name) {
        return Objects.requireNonNull(config.byName().get(name), "a default stands for every name");
    }

    @Produces
    @Singleton
    static Routes routes(CatalogueConfig config, RouteOrder order) {
        var catalogue = new CatalogueLoader().load(config.path()).servedBy(config.providers());
        LOG.infof("Catalogue loaded; hash=%s", catalogue.contentHash());
        return new Routes(catalogue, order);
    }
}
