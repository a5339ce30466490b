package dev.reelay.api.submission;

import dev.reelay.api.job.JobState;
import dev.reelay.common.event.HoldSettled;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.id.JobId;
import dev.reelay.simulation.Guard;
import dev.reelay.simulation.Message;
import dev.reelay.simulation.Replica;
import dev.reelay.simulation.Setup;
import dev.reelay.simulation.Task;
import dev.reelay.simulation.World;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The api's database with the guards of its statements, and what goes on around it: announcing,
/// giving up, taking reports.
public final class SimulatedApi {
    static final long TAKEN_OVER_AFTER = 3_000;
    private static final long ABANDONED_AFTER = 60_000;
    private static final long NEXT_LOOK = 5_000;
    private static final long AFTER_DEADLINE = 60_000;

    private final World world;
    private final List<JobRow> rows = new ArrayList<>();
    private final @Nullable JobRow[] keys = new JobRow[Setup.REQUESTS];
    private final SimulatedEvents events;

    public SimulatedApi(World world) {
        this.world = world;
        this.events = new SimulatedEvents(world);
    }

    public List<JobRow> rows() {
        return rows;
    }

    public SimulatedEvents events() {
        return events;
    }

    public @Nullable JobRow find(JobId id) {
        for (var row : rows) {
            if (!row.gone && row.id.equals(id)) {
                return row;
            }
        }
        return null;
    }

    public void submit(int request, Replica at) {
        world.tell(() -> "client: sends request %d to %s".formatted(request, at));
        world.begin(new AcceptTask(at, this, request));
    }

    @Nullable JobRow known(int request) {
        return world.lacks(Guard.KEY_STANDS_FOR_ONE_JOB) ? null : keys[request];
    }

    JobRow insert(int request) {
        var id = new JobId(new UUID(3, world.nextId()));
        var row = new JobRow(id, request, world.setup().outputs(request), world.now());
        rows.add(row);
        keys[request] = row;
        return row;
    }

    boolean takeOver(JobRow row, int takeovers) {
        if (!row.isAccepting() || row.takeovers != takeovers) {
            return false;
        }
        row.takeovers++;
        row.acceptingSince = world.now();
        return true;
    }

    boolean queue(JobRow row) {
        if (row.gone || !world.passes(Guard.QUEUED_ONLY_WHILE_ACCEPTING, row.isAccepting())) {
            return false;
        }
        row.state = JobState.QUEUED;
        row.priced = true;
        row.announced = 1;
        row.announceAt = world.now() + NEXT_LOOK;
        return true;
    }

    boolean forget(JobRow row) {
        if (!row.isAccepting() || !world.passes(Guard.FORGOTTEN_ONLY_ALONE, row.takeovers == 0)) {
            return false;
        }
        row.gone = true;
        freeKey(row);
        return true;
    }

    void abandon(JobRow row) {
        if (row.gone || !world.passes(Guard.ABANDONED_ONLY_WHILE_ACCEPTING, row.isAccepting())) {
            return;
        }
        row.state = JobState.ABANDONED;
        row.voidAt = world.now();
        freeKey(row);
        world.tell(() -> row + " is given up");
    }

    private void freeKey(JobRow row) {
        if (keys[row.request] == row) {
            keys[row.request] = null;
        }
    }

    public boolean cancel(int request) {
        var row = keys[request];
        if (row == null
                || row.gone
                || row.cancelAsked
                || row.state == JobState.ACCEPTING
                || row.state.ended()) {
            return false;
        }
        world.tell(() -> "client: wants " + row + " stopped");
        row.cancelAsked = true;
        row.announced = 1;
        row.announceAt = world.now() + NEXT_LOOK;
        world.send(new CancelAsked(row.id));
        return true;
    }

    public boolean announce(Replica at) {
        for (var row : rows) {
            if (!row.gone && row.announceAt <= world.now()) {
                row.announceAt = world.now() + backOff(row.announced++);
                announceNow(at, row);
                return true;
            }
        }
        return false;
    }

    private void announceNow(Replica at, JobRow row) {
        if (isLeftAlone(row)) {
            row.announceAt = World.NEVER;
            return;
        }
        world.tell(() -> "%s: announces %s again".formatted(at, row));
        world.send(new Requested(row));
        if (row.cancelAsked && !row.state.ended()) {
            world.send(new CancelAsked(row.id));
        }
    }

    /// Where a guard was taken out, nobody asks again for what it is about.
    private boolean isLeftAlone(JobRow row) {
        if (!row.stored) {
            return world.lacks(Guard.ANNOUNCED_UNTIL_STORED);
        }
        return world.lacks(
                row.state.ended() ? Guard.ANNOUNCED_UNTIL_SETTLED : Guard.ANNOUNCED_UNTIL_ENDED);
    }

    private static long backOff(int times) {
        return Math.min(60_000, NEXT_LOOK << Math.min(times, 4));
    }

    public long announceDue() {
        var due = World.NEVER;
        for (var row : rows) {
            due = row.gone ? due : Math.min(due, row.announceAt);
        }
        return due;
    }

    public boolean abandonStale(Replica at) {
        for (var row : rows) {
            if (row.isAccepting() && row.acceptingSince + ABANDONED_AFTER < world.now()) {
                if (world.lacks(Guard.ABANDONED_ONLY_WHILE_ACCEPTING)) {
                    world.begin(Task.once(at, () -> abandon(row)));
                } else {
                    abandon(row);
                }
                return true;
            }
        }
        return false;
    }

    public long abandonDue() {
        var due = World.NEVER;
        for (var row : rows) {
            if (row.isAccepting()) {
                due = Math.min(due, row.acceptingSince + ABANDONED_AFTER + 1);
            }
        }
        return due;
    }

    public boolean voidOwed(Replica at) {
        for (var row : rows) {
            if (row.voidAt <= world.now()) {
                row.voidAt =
                        world.lacks(Guard.VOID_IS_OWED_UNTIL_ANSWERED)
                                ? World.NEVER
                                : world.now()
                                        + Math.min(60_000, 2_000L << Math.min(row.voids++, 5));
                world.begin(new VoidTask(at, row));
                return true;
            }
        }
        return false;
    }

    public long voidDue() {
        var due = World.NEVER;
        for (var row : rows) {
            due = Math.min(due, row.voidAt);
        }
        return due;
    }

    public boolean handOver(Replica at) {
        return events.handOver(at);
    }

    public long handOverDue() {
        return events.due();
    }

    /// What the worker tells.
    public Message report(JobReport report) {
        return new Reported(report);
    }

    /// What billing tells.
    public Message settled(HoldSettled settlement) {
        return new Settled(settlement.job());
    }

    private void apply(JobRow row, JobReport report) {
        var live = row.state == JobState.QUEUED || row.state == JobState.IN_PROGRESS;
        if (!live || !world.passes(Guard.REPORT_IS_NEWER, row.version < report.version())) {
            return;
        }
        row.version = report.version();
        row.state = JobState.of(report.status());
        row.report = report;
        row.stored = true;
        world.tell(() -> "api: %s is %s".formatted(row, row.state.word()));
        if (row.state.ended()) {
            row.announced = 0;
            row.announceAt = row.settled ? World.NEVER : world.now() + NEXT_LOOK;
            events.append(row);
        } else if (!row.cancelAsked) {
            row.announced = 0;
            row.announceAt = Math.max(row.deadline, world.now()) + AFTER_DEADLINE;
        }
    }

    private final class Reported implements Message {
        private final JobReport report;

        Reported(JobReport report) {
            this.report = report;
        }

        @Override
        public boolean arrive(World at) {
            var commit = at.commit();
            var row = find(report.job());
            if (row != null && commit.done()) {
                apply(row, report);
            }
            return switch (commit) {
                case KNOWN -> true;
                case UNHEARD, UNDONE -> false;
            };
        }

        @Override
        public String toString() {
            return "the report %d (%s) to the api"
                    .formatted(report.version(), report.status().word());
        }
    }

    private final class Settled implements Message {
        private final JobId job;

        Settled(JobId job) {
            this.job = job;
        }

        @Override
        public boolean arrive(World at) {
            var row = find(job);
            if (row != null
                    && !row.settled
                    && row.state != JobState.ACCEPTING
                    && row.state != JobState.ABANDONED) {
                row.settled = true;
                row.announceAt = row.state.ended() ? World.NEVER : row.announceAt;
                at.tell(() -> "api: %s is settled".formatted(row));
            }
            return true;
        }

        @Override
        public String toString() {
            return "the settlement to the api";
        }
    }
}
