package dev.reelay.api.content;

import dev.reelay.api.job.Job;
import dev.reelay.api.secret.SignedFacts;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.common.secret.MasterKey;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// Links to a file that are their own credential, for clients that fetch without a key. Nothing is
/// stored for one; it ends by its own clock.
@Singleton
public final class SignedLinks {
    /// Where the links are served.
    static final String ROOT = "/content";

    private static final int FACTS = 2 * 16 + Integer.BYTES + Long.BYTES;

    private final SignedFacts signed;
    private final InstantSource clock;

    SignedLinks(MasterKey master, InstantSource clock) {
        signed = new SignedFacts(master.derive("content link v1"), FACTS, ".mp4");
        this.clock = clock;
    }

    /// What a link leads to.
    ///
    /// @param index of the output
    record Target(TenantId tenant, JobId job, int index, Instant end) {}

    /// Path of a link to one output of a job.
    public String path(Job job, int index, Duration life) {
        var end = clock.instant().plus(life);
        var facts =
                ByteBuffer.allocate(FACTS)
                        .putLong(job.tenant().value().getMostSignificantBits())
                        .putLong(job.tenant().value().getLeastSignificantBits())
                        .putLong(job.id().value().getMostSignificantBits())
                        .putLong(job.id().value().getLeastSignificantBits())
                        .putInt(index)
                        .putLong(end.getEpochSecond())
                        .array();
        return ROOT + "/" + signed.text(facts);
    }

    /// Empty where the link is not one of ours. Whether it has ended is the reader's to judge.
    Optional<Target> read(String name) {
        return signed.read(name).map(SignedLinks::target);
    }

    private static Target target(ByteBuffer facts) {
        return new Target(
                new TenantId(new UUID(facts.getLong(), facts.getLong())),
                new JobId(new UUID(facts.getLong(), facts.getLong())),
                facts.getInt(),
                Instant.ofEpochSecond(facts.getLong()));
    }
}
