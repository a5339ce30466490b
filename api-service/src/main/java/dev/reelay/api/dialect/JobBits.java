package dev.reelay.api.dialect;

import dev.reelay.common.id.JobId;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.UUID;

/// A job's id as a number of 128 bits, for dialects that spell it in digits of their own.
public final class JobBits {
    public static final int LENGTH = 128;

    private JobBits() {}

    public static BigInteger of(JobId job) {
        var bytes =
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(job.value().getMostSignificantBits())
                        .putLong(job.value().getLeastSignificantBits())
                        .array();
        return new BigInteger(1, bytes);
    }

    /// The id with these bits; bits beyond 128 are not looked at.
    public static JobId job(BigInteger bits) {
        return new JobId(new UUID(bits.shiftRight(Long.SIZE).longValue(), bits.longValue()));
    }
}
