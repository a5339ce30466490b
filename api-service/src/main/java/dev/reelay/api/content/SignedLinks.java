package dev.reelay.api.content;

import dev.reelay.api.job.Job;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.common.secret.Hmac;
import dev.reelay.common.secret.MasterKey;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/// Links to a file that are their own credential, for clients that fetch without a key. Nothing is
/// stored for one; it ends by its own clock.
@Singleton
public final class SignedLinks {
    /// Where the links are served.
    static final String ROOT = "/content";

    private static final int FACTS = 2 * 16 + Integer.BYTES + Long.BYTES;
    private static final int SIGNATURE = 16;
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{80})\\.mp4");

    private final SecretKey key;
    private final InstantSource clock;

    SignedLinks(MasterKey master, InstantSource clock) {
        key = master.derive("content link v1");
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
        var token = ByteBuffer.allocate(FACTS + SIGNATURE).put(facts).put(sign(facts)).array();
        return ROOT + "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(token) + ".mp4";
    }

    /// Empty where the link is not one of ours. Whether it has ended is the reader's to judge.
    Optional<Target> read(String name) {
        var match = FORM.matcher(name);
        if (!match.matches()) {
            return Optional.empty();
        }
        var token = Base64.getUrlDecoder().decode(match.group(1));
        var facts = Arrays.copyOf(token, FACTS);
        var signature = Arrays.copyOfRange(token, FACTS, token.length);
        return MessageDigest.isEqual(signature, sign(facts))
                ? Optional.of(target(ByteBuffer.wrap(facts)))
                : Optional.empty();
    }

    private static Target target(ByteBuffer facts) {
        return new Target(
                new TenantId(new UUID(facts.getLong(), facts.getLong())),
                new JobId(new UUID(facts.getLong(), facts.getLong())),
                facts.getInt(),
                Instant.ofEpochSecond(facts.getLong()));
    }

    private byte[] sign(byte[] facts) {
        return Arrays.copyOf(Hmac.sign(key, facts), SIGNATURE);
    }
}
