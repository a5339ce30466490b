package dev.reelay.simulation;

import dev.reelay.api.job.JobState;
import dev.reelay.common.id.JobId;
import dev.reelay.worker.execution.ExecutionState.Ended;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Holds the invariants against what happens: as it happens, after every step and at the end. What
/// is legal is written down here once more, from the architecture, not from the machines.
public final class Checker {
    /// What broke.
    record Broken(Invariant invariant, String what) {
        @Override
        public String toString() {
            return "%s (%s): %s".formatted(invariant, invariant.claim(), what);
        }
    }

    /// How one job and one execution was after the step before.
    private static final class Seen {
        private JobState state = JobState.ACCEPTING;
        private int version;
        private int epoch;
        private @Nullable Ended ended;
    }

    private static final int MOST = 64;

    private final World world;
    private final Seen[] jobs = new Seen[MOST];
    private final Seen[] executions = new Seen[MOST];
    private final Set<String> objects = new HashSet<>();
    private final Set<UUID> billedAttempts = new HashSet<>();
    private final Set<Integer> billedPlaces = new HashSet<>();
    private int entriesSeen;
    private @Nullable Broken broken;

    Checker(World world) {
        this.world = world;
    }

    boolean isBroken() {
        return broken != null;
    }

    @Nullable Broken broken() {
        return broken;
    }

    /// The first counts: what follows from it says little.
    public void broken(Invariant invariant, String what) {
        if (broken == null) {
            broken = new Broken(invariant, what);
            world.tell(() -> "BROKEN " + broken);
        }
    }

    void expect(boolean holds, Invariant invariant, String otherwise) {
        if (!holds) {
            broken(invariant, otherwise);
        }
    }

    /// A client hears that its request made a job.
    void accepts(@Nullable JobId before, JobId job) {
        expect(before == null || before.equals(job), Invariant.J5, "a key has two jobs");
    }

    /// Bytes are about to leave.
    ///
    /// @param open whether another attempt of the same output may have been started
    void sends(int place, UUID attempt, boolean open) {
        expect(intends(place, attempt), Invariant.P2, attempt + " is sent, not intended");
        expect(!open, Invariant.P3, attempt + " follows one that may have been started");
    }

    private boolean intends(int place, UUID attempt) {
        for (var row : world.worker.rows()) {
            if (row.place() == place && row.intends(attempt)) {
                return true;
            }
        }
        return false;
    }

    /// A task failed by the upstream's fault, and is billed no more.
    void givenUp(int place) {
        billedPlaces.remove(place);
    }

    void billed(int place, UUID attempt) {
        expect(billedAttempts.add(attempt), Invariant.P1, attempt + " is billed twice");
        expect(billedPlaces.add(place), Invariant.P1, "an output is billed twice");
    }

    public void puts(String object) {
        objects.add(object);
    }

    public void discards(String object) {
        objects.remove(object);
    }

    boolean has(String object) {
        return objects.contains(object);
    }

    /// A receiver is told of an end.
    void hears(String event, JobId job, JobState end) {
        var row = world.api.find(job);
        expect(
                row != null && row.state() == end && end.ended(),
                Invariant.W3,
                "%s is told of a job that is not".formatted(end));
        for (var heard : world.receiver.log) {
            expect(
                    !heard.job().equals(job) || heard.event().equals(event),
                    Invariant.W1,
                    "an end is told under two ids");
        }
    }

    void afterAStep() {
        jobs();
        executions();
        Books.check(world, this);
    }

    private void jobs() {
        var rows = world.api.rows();
        for (var i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var seen = seen(jobs, i);
            if (row.state() != seen.state) {
                expect(
                        isLegal(seen.state, row.state()),
                        Invariant.J2,
                        "%s was %s and is %s".formatted(row, seen.state, row.state()));
                seen.state = row.state();
            }
            expect(row.version() >= seen.version, Invariant.J2, "a version falls");
            seen.version = row.version();
        }
    }

    private static Seen seen(Seen[] all, int nth) {
        var seen = all[nth];
        if (seen == null) {
            seen = new Seen();
            all[nth] = seen;
        }
        return seen;
    }

    private static boolean isLegal(JobState from, JobState to) {
        return switch (from) {
            case ACCEPTING -> to == JobState.QUEUED || to == JobState.ABANDONED;
            case QUEUED -> to == JobState.IN_PROGRESS || (to.ended() && to != JobState.ABANDONED);
            case IN_PROGRESS -> to.ended() && to != JobState.ABANDONED;
            case COMPLETED, FAILED, CANCELLED, EXPIRED, ABANDONED -> false;
        };
    }

    private void executions() {
        var rows = world.worker.rows();
        for (var i = 0; i < rows.size() && i < MOST; i++) {
            var row = rows.get(i);
            var seen = seen(executions, i);
            if (seen.ended != null) {
                expect(
                        row.state().equals(seen.ended),
                        Invariant.J2,
                        row + " changes after its end");
            }
            seen.ended = row.state() instanceof Ended ended ? ended : null;
            expect(row.epoch() >= seen.epoch, Invariant.J2, "an epoch falls");
            seen.epoch = row.epoch();
        }
    }

    int entriesSeen() {
        return entriesSeen;
    }

    void seesEntries(int count) {
        entriesSeen = count;
    }

    void atTheEnd() {
        Ends.check(world, this);
    }
}
