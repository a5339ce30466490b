package dev.reelay.billing.price;

import dev.reelay.common.catalogue.CatalogueLoader;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/// Price versions in memory, so that a hold costs no query for its price. A version made elsewhere
/// is noticed within five seconds.
@Startup
@Singleton
public class Prices {
    private static final Logger LOG = Logger.getLogger(Prices.class);
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final PostgresPrices stored;
    private final InstantSource clock;
    private final Map<Integer, PriceVersion> versions = new ConcurrentHashMap<>();
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Current current;

    private record Current(PriceVersion version, Instant readAt) {}

    Prices(PostgresPrices stored, CatalogueConfig catalogue, InstantSource clock) {
        this.stored = stored;
        this.clock = clock;
        var loaded = new CatalogueLoader().load(catalogue.path());
        current = new Current(stored.complete(loaded), clock.instant());
        LOG.infof(
                "prices loaded price_version=%s models=%s catalogue_hash=%s",
                current.version.id(), loaded.models().size(), loaded.contentHash());
    }

    /// The version that is valid now.
    public PriceVersion current() {
        var known = current;
        // One thread looks; the others go on with what they have.
        if (known.readAt.plus(FRESH).isBefore(clock.instant()) && looking.tryLock()) {
            try {
                current = new Current(newest(known.version), clock.instant());
            } finally {
                looking.unlock();
            }
        }
        return current.version;
    }

    /// The version that is valid now, whatever this replica knew.
    PriceVersion newest() {
        current = new Current(newest(current.version), clock.instant());
        return current.version;
    }

    private PriceVersion newest(PriceVersion known) {
        try {
            return stored.newestAfter(known.id()).orElse(known);
        } catch (JdbiException e) {
            LOG.warnf("the newest price version cannot be read price_version=%s", known.id());
            return known;
        }
    }

    /// From now on valid here, everywhere within five seconds; empty where there is a newer version
    /// than the one that is edited.
    Optional<PriceVersion> publish(PriceVersion base, PriceEdit edit) {
        var published = stored.publish(base, edit);
        published.ifPresent(version -> current = new Current(version, clock.instant()));
        return published;
    }

    /// A version by its number; empty where there never was one.
    public Optional<PriceVersion> version(int id) {
        var known = versions.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        var read = stored.find(id);
        read.ifPresent(version -> versions.put(id, version));
        return read;
    }
}
