package dev.reelay.api.submission;

import dev.reelay.api.job.JobState;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import dev.reelay.simulation.World;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A job in the api's database.
public final class JobRow {
    public static final TenantId TENANT = new TenantId(new UUID(1, 1));
    public static final long TO_RENDER = 600_000;

    final JobId id;
    final int request;
    final int outputs;
    final long deadline;
    JobState state = JobState.ACCEPTING;
    boolean gone;
    int takeovers;
    long acceptingSince;
    boolean priced;
    boolean cancelAsked;
    int version;
    boolean stored;
    boolean settled;
    @Nullable JobReport report;
    int announced;
    long announceAt = World.NEVER;
    int voids;
    long voidAt = World.NEVER;

    JobRow(JobId id, int request, int outputs, long now) {
        this.id = id;
        this.request = request;
        this.outputs = outputs;
        this.deadline = now + TO_RENDER;
        this.acceptingSince = now;
    }

    public JobId id() {
        return id;
    }

    public int outputs() {
        return outputs;
    }

    public long deadline() {
        return deadline;
    }

    /// Whether the row was removed: nothing was accepted, nothing is held.
    public boolean isGone() {
        return gone;
    }

    public JobState state() {
        return state;
    }

    public int version() {
        return version;
    }

    public boolean isSettled() {
        return settled;
    }

    /// Whether nothing is to be announced or voided any more.
    public boolean owesNothing() {
        return announceAt == World.NEVER && voidAt == World.NEVER;
    }

    public @Nullable JobReport report() {
        return report;
    }

    boolean isAccepting() {
        return !gone && state == JobState.ACCEPTING;
    }

    @Override
    public String toString() {
        return "job " + id.value().getLeastSignificantBits();
    }
}
