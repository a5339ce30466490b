package dev.reelay.api.export;

import dev.reelay.api.secret.SignedFacts;
import dev.reelay.common.id.TenantId;
import dev.reelay.common.secret.MasterKey;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// Links to an export that are their own credential. Nothing is stored for one; it ends by its own
/// clock, or with the export.
@Singleton
public final class ExportLinks {
    /// Where the links are served.
    static final String ROOT = "/content/exports";

    private static final int FACTS = 2 * 16 + Long.BYTES;

    private final SignedFacts signed;
    private final ExportConfig config;
    private final InstantSource clock;

    ExportLinks(MasterKey master, ExportConfig config, InstantSource clock) {
        this.signed = new SignedFacts(master.derive("export link v1"), FACTS, ".zip");
        this.config = config;
        this.clock = clock;
    }

    /// What a link leads to.
    record Target(TenantId tenant, UUID export, Instant end) {}

    /// Path of a link.
    public String path(Export export) {
        var end = clock.instant().plus(config.link());
        var facts =
                ByteBuffer.allocate(FACTS)
                        .putLong(export.tenant().value().getMostSignificantBits())
                        .putLong(export.tenant().value().getLeastSignificantBits())
                        .putLong(export.id().getMostSignificantBits())
                        .putLong(export.id().getLeastSignificantBits())
                        .putLong(end.getEpochSecond())
                        .array();
        return ROOT + "/" + signed.text(facts);
    }

    /// Empty where the link is not one of ours. Whether it has ended is the reader's to judge.
    Optional<Target> read(String name) {
        return signed.read(name).map(ExportLinks::target);
    }

    private static Target target(ByteBuffer facts) {
        return new Target(
                new TenantId(new UUID(facts.getLong(), facts.getLong())),
                new UUID(facts.getLong(), facts.getLong()),
                Instant.ofEpochSecond(facts.getLong()));
    }
}
