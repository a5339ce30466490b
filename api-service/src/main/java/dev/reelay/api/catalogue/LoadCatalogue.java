package dev.reelay.api.catalogue;

import dev.reelay.common.catalogue.Catalogue;
import dev.reelay.common.catalogue.CatalogueLoader;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Loads the catalogue once, at start; a bad file stops the start with its name and line.
final class LoadCatalogue {
    private static final Logger LOG = Logger.getLogger(LoadCatalogue.class);

    @Produces
    @Singleton
    @Startup
    Catalogue load(CatalogueConfig config) {
        var catalogue = new CatalogueLoader().load(config.path()).servedBy(config.providers());
        LOG.infof(
                "catalogue loaded models=%d content_hash=%s",
                catalogue.models().size(), catalogue.contentHash());
        return catalogue;
    }
}
