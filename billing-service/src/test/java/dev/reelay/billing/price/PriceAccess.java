package dev.reelay.billing.price;

import java.nio.file.Path;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;

/// The prices of a ledger that has no service around it.
public final class PriceAccess {
    private PriceAccess() {}

    public static Prices of(Jdbi jdbi) {
        var catalogue = Path.of(System.getProperty("reelay.catalogue.path"));
        return new Prices(new PostgresPrices(jdbi), () -> catalogue, InstantSource.system());
    }
}
