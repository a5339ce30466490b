package dev.reelay.worker.provider;

import dev.reelay.common.catalogue.CatalogueLoader;
import io.quarkus.arc.All;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/// The providers that this worker has an adapter for, by name.
@Singleton
public class Providers {
    private static final Logger LOG = Logger.getLogger(Providers.class);

    private final Map<String, VideoProvider> byName = new TreeMap<>();
    private final ProvidersConfig config;

    public Providers(@All List<VideoProvider> all, ProvidersConfig config) {
        this.config = config;
        for (var provider : all) {
            if (byName.putIfAbsent(provider.name(), provider) != null) {
                throw new IllegalStateException("two providers are named " + provider.name());
            }
        }
    }

    public Optional<VideoProvider> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Throws `IllegalStateException` where this worker has no such adapter.
    public VideoProvider get(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("no provider " + name));
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    public ProvidersConfig.Use use(String name) {
        return Objects.requireNonNull(config.byName().get(name), "a default stands for every name");
    }

    @Produces
    @Singleton
    static Routes routes(CatalogueConfig config) {
        var catalogue = new CatalogueLoader().load(config.path()).servedBy(config.providers());
        LOG.infof("Catalogue loaded; hash=%s", catalogue.contentHash());
        return new Routes(catalogue);
    }
}
