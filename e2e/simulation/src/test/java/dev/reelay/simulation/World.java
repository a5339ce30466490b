package dev.reelay.simulation;

import dev.reelay.api.submission.SimulatedApi;
import dev.reelay.billing.hold.SimulatedBilling;
import dev.reelay.simulation.Task.After;
import dev.reelay.worker.execution.SimulatedWorker;
import dev.reelay.worker.webhook.SimulatedDeliveries;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One run: the clock, what processes have in hand, what is on its way, and everybody's stores.
/// Nothing in it is random: all that happens follows from the moves.
public final class World {
    /// When a timer that is not set is due.
    public static final long NEVER = Long.MAX_VALUE;

    private static final long[] WAITS = {
        50, 500, 2_100, 5_100, 11_000, 11_000, 21_000, 61_000, 95_000, 601_000
    };
    private static final long[] STALLS = {1_000, 22_000, 70_000, 130_000};
    private static final int LONGEST_END = 3_000;

    private final Set<Guard> without;
    private final List<Task> tasks = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final @Nullable List<String> story;
    private final Map<Replica, Long> stalledUntil = new EnumMap<>(Replica.class);
    private long now;
    private int luck;
    private int steps;
    private int ids;
    private Setup setup = Setup.PLAIN;

    public final Checker checker = new Checker(this);
    public final Upstream upstream = new Upstream(this);
    public final Receiver receiver = new Receiver(this);
    public final SimulatedBilling billing = new SimulatedBilling(this);
    public final SimulatedApi api = new SimulatedApi(this);
    public final SimulatedWorker worker = new SimulatedWorker(this);
    public final SimulatedDeliveries deliveries = new SimulatedDeliveries(this);
    private final Client client = new Client(this);
    private final List<Loop> loops = Loop.of(this);

    /// @param story where what happens is told in words; null where nobody reads it
    World(Set<Guard> without, @Nullable List<String> story) {
        this.without = without;
        this.story = story;
    }

    public Setup setup() {
        return setup;
    }

    /// Milliseconds since the beginning.
    public long now() {
        return now;
    }

    int steps() {
        return steps;
    }

    public Client client() {
        return client;
    }

    /// Whether a guard lets something pass: where its rule holds, or where it was taken out.
    public boolean passes(Guard guard, boolean rule) {
        return rule || without.contains(guard);
    }

    public boolean lacks(Guard guard) {
        return without.contains(guard);
    }

    /// A number no other has.
    public int nextId() {
        return ++ids;
    }

    /// 0 to n - 1; 0 where all goes well.
    public int draw(int n) {
        if (luck == 0) {
            return 0;
        }
        luck ^= luck << 13;
        luck ^= luck >>> 17;
        luck ^= luck << 5;
        return (luck >>> 1) % n;
    }

    /// Once in so many times, and never where all goes well.
    public boolean perhaps(int times) {
        return draw(times) == 1;
    }

    /// How the present transaction ends.
    public Commit commit() {
        return switch (draw(8)) {
            case 1 -> Commit.UNHEARD;
            case 2 -> Commit.UNDONE;
            default -> Commit.KNOWN;
        };
    }

    public void begin(Task task) {
        tasks.add(task);
    }

    public void send(Message message) {
        messages.add(message);
    }

    /// Adds to the story, where somebody reads it.
    public void tell(Supplier<String> words) {
        if (story != null) {
            story.add("%9.3f s  %s".formatted(now / 1000.0, words.get()));
        }
    }

    void run(List<Move> moves) {
        for (var move : moves) {
            apply(move);
            if (checker.isBroken()) {
                return;
            }
        }
        end();
    }

    private void apply(Move move) {
        luck = move.luck();
        var did =
                switch (move.kind()) {
                    case BEGIN -> start(move.which());
                    case TASK -> !tasks.isEmpty() && step(setup.turn(move.which(), tasks.size()));
                    case MESSAGE -> !messages.isEmpty() && arrive(move.which() % messages.size());
                    case LOOP -> look(loops.get(move.which() % loops.size()), move.which() >> 8);
                    case CLIENT -> client.act(move.which());
                    case TIME -> pass(WAITS[move.which() % WAITS.length]);
                    case STALL -> stall(Replica.nth(move.which()), STALLS[move.which() >> 4 & 3]);
                    case CRASH -> crash(Replica.nth(move.which()));
                };
        luck = 0;
        if (did) {
            checked();
        }
    }

    private void checked() {
        steps++;
        checker.afterAStep();
    }

    private boolean start(int bits) {
        setup = Setup.of(bits);
        billing.grant(setup.credits());
        client.submit(0, Replica.API_1);
        return true;
    }

    private boolean isStalled(Replica process) {
        return stalledUntil.getOrDefault(process, 0L) > now;
    }

    private boolean step(int nth) {
        var task = tasks.get(nth);
        if (isStalled(task.process())) {
            return false;
        }
        var after = task.step(this);
        if (after == After.OVER) {
            tasks.set(nth, tasks.getLast());
            tasks.removeLast();
        }
        return after != After.WAITS;
    }

    private boolean arrive(int nth) {
        var message = messages.get(nth);
        var fate = draw(5);
        if (fate == 1) {
            tell(() -> message + " is lost");
            message.lost(this);
        }
        var stays = (fate != 1 && !message.arrive(this)) || (fate == 2 && message.mayDouble());
        if (!stays) {
            messages.set(nth, messages.getLast());
            messages.removeLast();
        }
        return true;
    }

    private boolean pass(long millis) {
        now += millis;
        tell(() -> "the clock: " + millis + " ms later");
        return true;
    }

    private boolean look(Loop loop, int any) {
        var process = loop.process(any);
        return !isStalled(process) && loop.look().test(process);
    }

    private boolean stall(Replica process, long millis) {
        stalledUntil.put(process, now + millis);
        tell(() -> "%s stands still for %d ms".formatted(process, millis));
        return true;
    }

    private boolean crash(Replica process) {
        if (!tasks.removeIf(task -> task.process() == process)) {
            return false;
        }
        tell(() -> process + " crashes");
        return true;
    }

    /// All faults are over: whatever can go on does, until nothing is left to do.
    private void end() {
        stalledUntil.clear();
        for (var i = 0; i < LONGEST_END && !checker.isBroken(); i++) {
            if (!goesOn(i)) {
                checker.atTheEnd();
                return;
            }
            checked();
        }
        if (!checker.isBroken()) {
            checker.broken(Invariant.J3, "it never comes to rest");
        }
    }

    private boolean goesOn(int turn) {
        for (var i = 0; i < tasks.size(); i++) {
            if (step((turn + i) % tasks.size())) {
                return true;
            }
        }
        if (!messages.isEmpty()) {
            return arrive(0);
        }
        var due = NEVER;
        for (var loop : loops) {
            if (look(loop, turn)) {
                return true;
            }
            due = Math.min(due, loop.due());
        }
        return due != NEVER && pass(Math.max(1, due - now));
    }
}
