package dev.reelay.worker.webhook;

import dev.reelay.api.job.JobState;
import dev.reelay.common.id.JobId;
import dev.reelay.simulation.Commit;
import dev.reelay.simulation.Guard;
import dev.reelay.simulation.Invariant;
import dev.reelay.simulation.Replica;
import dev.reelay.simulation.Task;
import dev.reelay.simulation.World;
import dev.reelay.worker.egress.EgressAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is owed to receivers, with the guards of its statements. What becomes of a delivery after
/// an attempt is decided by {@link DeliveryMachine}.
public final class SimulatedDeliveries {
    private static final long LEASE = 30_000;
    private static final List<Duration> WAITS =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2));
    private static final DeliveryMachine MACHINE = new DeliveryMachine(WAITS, 1);

    private enum State {
        DUE,
        DELIVERED,
        EXHAUSTED
    }

    private static final class Row {
        private final String event;
        private final JobId job;
        private final JobState end;
        private State state = State.DUE;
        private int attempts;
        private long dueAt;

        Row(String event, JobId job, JobState end, long now) {
            this.event = event;
            this.job = job;
            this.end = end;
            this.dueAt = now;
        }
    }

    private final World world;
    private final List<Row> rows = new ArrayList<>();

    public SimulatedDeliveries(World world) {
        this.world = world;
    }

    /// How many attempts a delivery has before it is given up.
    public static int mostAttempts() {
        return WAITS.size() + 1;
    }

    /// How many deliveries are stored for a job's end.
    public int count(JobId job) {
        var count = 0;
        for (var row : rows) {
            count += row.job.equals(job) ? 1 : 0;
        }
        return count;
    }

    /// Whether none is due any more.
    public boolean owesNothing() {
        for (var row : rows) {
            if (row.state == State.DUE) {
                return false;
            }
        }
        return true;
    }

    /// An event is told. False where that is not known to be on record.
    public boolean store(String event, JobId job, JobState end) {
        var commit = world.commit();
        if (commit.done() && world.passes(Guard.DELIVERY_IS_STORED_ONCE, !isKnown(event))) {
            rows.add(new Row(event, job, end, world.now()));
            world.tell(() -> "worker: owes " + event);
        }
        return commit == Commit.KNOWN;
    }

    private boolean isKnown(String event) {
        for (var row : rows) {
            if (row.event.equals(event)) {
                return true;
            }
        }
        return false;
    }

    public boolean deliver(Replica at) {
        for (var row : rows) {
            if (row.dueAt <= world.now()) {
                row.dueAt = world.now() + LEASE;
                world.begin(new DeliverTask(at, row));
                return true;
            }
        }
        return false;
    }

    public long due() {
        var due = World.NEVER;
        for (var row : rows) {
            due = Math.min(due, row.dueAt);
        }
        return due;
    }

    private void keep(Row row, int made, DeliveryMachine.Next next) {
        if (!world.passes(Guard.DELIVERY_ENDS_ONCE, row.state == State.DUE)
                || (!(next instanceof DeliveryMachine.Next.Delivered) && row.attempts != made)) {
            return;
        }
        if (row.state != State.DUE) {
            world.checker.broken(Invariant.W1, row.event + " had ended and is now " + next);
        }
        row.attempts++;
        switch (next) {
            case DeliveryMachine.Next.Delivered _ -> over(row, State.DELIVERED);
            case DeliveryMachine.Next.Exhausted _ -> over(row, State.EXHAUSTED);
            case DeliveryMachine.Next.RetryIn(var pause) -> {
                row.state = State.DUE;
                row.dueAt =
                        world.lacks(Guard.DELIVERY_IS_REPEATED)
                                ? World.NEVER
                                : world.now() + pause.toMillis();
            }
        }
    }

    private static void over(Row row, State state) {
        row.state = state;
        row.dueAt = World.NEVER;
    }

    /// One attempt: the post, then what came of it.
    private final class DeliverTask extends Task {
        private final Row row;
        private final int made;
        private @Nullable EgressAnswer answer;

        DeliverTask(Replica process, Row row) {
            super(process);
            this.row = row;
            this.made = row.attempts;
        }

        @Override
        protected After step(World at) {
            if (answer == null) {
                answer = at.receiver.post(row.event, row.job, row.end);
                return After.GOES_ON;
            }
            var commit = at.commit();
            if (commit != Commit.UNDONE) {
                var outcome = AttemptOutcome.of(answer, Instant.ofEpochMilli(at.now()));
                var chance = at.draw(10) / 10.0;
                keep(row, made, MACHINE.after(made, outcome, chance));
            }
            return After.OVER;
        }
    }
}
