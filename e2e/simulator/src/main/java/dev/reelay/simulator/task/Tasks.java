package dev.reelay.simulator.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/// The tasks of one vendor, for as long as the program runs.
public final class Tasks {
    private final Map<String, Task> byId = new ConcurrentHashMap<>();
    private final Map<String, Task> byToken = new ConcurrentHashMap<>();
    private final Map<String, List<Task>> bySlot = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();
    private final SimulatedTime time;

    public Tasks(SimulatedTime time) {
        this.time = time;
    }

    /// What came of an order.
    public sealed interface Placed {
        record Made(Task task) implements Placed {}

        /// The caller's own id is taken.
        record Duplicate(Task task) implements Placed {}

        /// Too many unfinished tasks of the slot.
        record Full() implements Placed {}
    }

    /// @param ids makes the vendor's id of a number that no other task has
    /// @param limit of unfinished tasks in the order's slot
    public Placed place(
            Order order, Account account, Plan plan, LongFunction<String> ids, int limit) {
        var slot = bySlot.computeIfAbsent(account.key() + " " + order.slot(), _ -> slot());
        synchronized (slot) {
            var token = order.clientToken();
            var taken = token == null ? null : byToken.get(account.key() + " " + token);
            if (taken != null) {
                return new Placed.Duplicate(taken);
            }
            if (limit != Integer.MAX_VALUE) {
                var now = time.instant();
                slot.removeIf(task -> task.phase(now).isFinal());
                if (slot.size() >= limit) {
                    return new Placed.Full();
                }
            }
            var task =
                    new Task(
                            ids.apply(number.incrementAndGet()),
                            order,
                            account,
                            plan,
                            time.instant());
            if (token != null) {
                var other = byToken.putIfAbsent(account.key() + " " + token, task);
                if (other != null) {
                    return new Placed.Duplicate(other);
                }
            }
            byId.put(task.id(), task);
            slot.add(task);
            return new Placed.Made(task);
        }
    }

    private static List<Task> slot() {
        return new ArrayList<>();
    }

    public Optional<Task> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// The account's own task.
    public Optional<Task> find(String id, Account account) {
        return find(id).filter(task -> task.account().equals(account));
    }

    public Optional<Task> findByToken(String token, Account account) {
        return Optional.ofNullable(byToken.get(account.key() + " " + token));
    }

    /// Takes the record away; the bill forgets nothing, so it stays there.
    public void forget(Task task) {
        forgotten.put(task.id(), task);
        byId.remove(task.id());
    }

    private final Map<String, Task> forgotten = new ConcurrentHashMap<>();

    /// The account's tasks, newest first.
    public List<Task> newest(Account account) {
        return byId.values().stream()
                .filter(task -> task.account().equals(account))
                .sorted(Comparator.comparing(Task::created).thenComparing(Task::id).reversed())
                .toList();
    }

    /// Oldest first, forgotten ones too.
    public List<BillEntry> bill() {
        var now = time.instant();
        var all = new ArrayList<>(byId.values());
        all.addAll(forgotten.values());
        return all.stream()
                .map(task -> task.bill(now))
                .sorted(Comparator.comparing(BillEntry::time).thenComparing(BillEntry::taskId))
                .toList();
    }
}
