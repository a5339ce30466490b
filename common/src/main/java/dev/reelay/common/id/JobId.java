package dev.reelay.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.UUIDType;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import com.fasterxml.uuid.impl.UUIDUtil;
import java.time.Instant;
import java.util.UUID;

/// A job's id in every service: a UUIDv7, so ids sort by the time of acceptance. The hold, the
/// executions and every object of the job carry it. Each dialect shows it in its own spelling.
public record JobId(@JsonValue UUID value) implements Comparable<JobId> {
    private static final TimeBasedEpochRandomGenerator NEXT =
            Generators.timeBasedEpochRandomGenerator();

    @JsonCreator
    public JobId {}

    /// A new id, unique without asking anybody.
    public static JobId next() {
        return new JobId(NEXT.generate());
    }

    /// The least id that a job which is accepted at this moment can have.
    public static JobId firstAt(Instant moment) {
        return new JobId(
                UUIDUtil.constructUUID(UUIDType.TIME_BASED_EPOCH, moment.toEpochMilli() << 16, 0));
    }

    /// Throws `IllegalArgumentException` where the text is no UUID.
    public static JobId of(String uuid) {
        return new JobId(UUID.fromString(uuid));
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
