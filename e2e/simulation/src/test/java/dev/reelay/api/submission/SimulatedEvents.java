package dev.reelay.api.submission;

import dev.reelay.api.job.JobState;
import dev.reelay.common.id.JobId;
import dev.reelay.simulation.Guard;
import dev.reelay.simulation.Message;
import dev.reelay.simulation.Replica;
import dev.reelay.simulation.Task;
import dev.reelay.simulation.World;
import java.util.ArrayList;
import java.util.List;

/// The event log as far as ends of jobs go, of which each is owed to the job's callback.
public final class SimulatedEvents {
    private static final class Event {
        private final String id;
        private final JobId job;
        private final JobState end;
        private long tellAt;
        private int told;

        Event(String id, JobId job, JobState end, long now) {
            this.id = id;
            this.job = job;
            this.end = end;
            this.tellAt = now;
        }
    }

    private final World world;
    private final List<Event> log = new ArrayList<>();

    SimulatedEvents(World world) {
        this.world = world;
    }

    /// In the transaction that ended the job; without the guard, in one of its own after it.
    void append(JobRow row) {
        if (world.lacks(Guard.EVENT_WITH_ITS_STATE)) {
            world.begin(Task.once(Replica.API_1, () -> add(row)));
        } else {
            add(row);
        }
    }

    private void add(JobRow row) {
        log.add(new Event(nextId(), row.id, row.state, world.now()));
    }

    private String nextId() {
        return "evt_" + world.nextId();
    }

    /// Whether all of them are stored by the deliverer.
    public boolean owesNothing() {
        return due() == World.NEVER;
    }

    boolean handOver(Replica at) {
        for (var event : log) {
            if (event.tellAt <= world.now()) {
                event.tellAt =
                        world.lacks(Guard.EVENT_IS_TOLD_UNTIL_STORED)
                                ? World.NEVER
                                : world.now() + Math.min(60_000, 5_000L << Math.min(event.told, 4));
                event.told++;
                world.tell(() -> "%s: tells %s".formatted(at, event.id));
                world.send(new Told(event, shown(event)));
                return true;
            }
        }
        return false;
    }

    private String shown(Event event) {
        return world.lacks(Guard.EVENT_KEEPS_ITS_ID) ? nextId() : event.id;
    }

    long due() {
        var due = World.NEVER;
        for (var event : log) {
            due = Math.min(due, event.tellAt);
        }
        return due;
    }

    /// To the deliverer, who answers that it has it.
    private record Told(Event event, String id) implements Message {
        @Override
        public boolean arrive(World at) {
            var stored = at.deliveries.store(id, event.job, event.end);
            if (stored) {
                at.send(new Stored(event));
            }
            return stored;
        }

        @Override
        public String toString() {
            return "the event " + id;
        }
    }

    private record Stored(Event event) implements Message {
        @Override
        public boolean arrive(World at) {
            event.tellAt = World.NEVER;
            return true;
        }

        @Override
        public String toString() {
            return "the word that %s is stored".formatted(event.id);
        }
    }
}
