package dev.reelay.billing.hold;

import dev.reelay.api.submission.JobRow;
import dev.reelay.billing.correction.RefundIds;
import dev.reelay.common.credit.Credits;
import dev.reelay.common.id.JobId;
import dev.reelay.simulation.Guard;
import dev.reelay.simulation.World;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One account: its books, its holds and its entries, with the guards of the statements that change
/// them. What a hold becomes is decided by {@link Hold}.
public final class SimulatedLedger {
    /// Of one output.
    static final Credits PRICE = new Credits(1_000_000);

    public enum Book {
        GRANTED,
        AVAILABLE,
        HELD,
        SPENT
    }

    public enum Kind {
        GRANT,
        HOLD,
        CAPTURE,
        RELEASE,
        VOID,
        REFUND
    }

    /// A posting.
    ///
    /// @param job null for a grant
    public record Entry(Kind kind, Book from, Book to, long amount, @Nullable JobId job) {}

    private final World world;
    private final Map<Book, Long> books = new EnumMap<>(Book.class);
    private final List<Hold> holds = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<UUID> refunds = new ArrayList<>();

    SimulatedLedger(World world) {
        this.world = world;
        for (var book : Book.values()) {
            books.put(book, 0L);
        }
    }

    public long book(Book book) {
        return books.getOrDefault(book, 0L);
    }

    public List<Entry> entries() {
        return entries;
    }

    List<Hold> holds() {
        return holds;
    }

    void grant(int credits) {
        post(Kind.GRANT, Book.GRANTED, Book.AVAILABLE, PRICE.times(credits).micros(), null);
    }

    @Nullable Hold find(JobId job) {
        for (var hold : holds) {
            if (hold.job().equals(job)) {
                return hold;
            }
        }
        return null;
    }

    private void keep(Hold hold) {
        holds.removeIf(other -> other.job().equals(hold.job()));
        holds.add(hold);
    }

    HoldAnswer place(JobId job, int outputs) {
        var standing = find(job);
        var isFree = world.passes(Guard.HELD_ONCE, standing == null);
        var price = PRICE.times(outputs);
        var covered =
                world.passes(
                        Guard.HELD_ONLY_FROM_AVAILABLE, book(Book.AVAILABLE) >= price.micros());
        if (isFree && covered) {
            keep(
                    new Hold(
                            job,
                            JobRow.TENANT,
                            1L,
                            Hold.State.HELD,
                            price,
                            Credits.ZERO,
                            outputs,
                            1));
            post(Kind.HOLD, Book.AVAILABLE, Book.HELD, price.micros(), job);
            return new HoldAnswer.Held(1, price);
        }
        return standing != null
                ? standing.answer()
                : new HoldAnswer.Short(price, new Credits(Math.max(0, book(Book.AVAILABLE))));
    }

    void giveUp(JobId job) {
        var hold = find(job);
        if (hold == null) {
            if (!world.lacks(Guard.TOMBSTONE)) {
                keep(resolved(job, Hold.State.VOIDED, Credits.ZERO, 0));
            }
        } else if (world.passes(Guard.VOIDED_ONLY_WHILE_HELD, hold.state() == Hold.State.HELD)) {
            keep(resolved(job, Hold.State.VOIDED, hold.amount(), hold.outputs()));
            post(Kind.VOID, Book.HELD, Book.AVAILABLE, hold.amount().micros(), job);
        }
    }

    private static Hold resolved(JobId job, Hold.State state, Credits amount, int outputs) {
        return new Hold(job, JobRow.TENANT, 1L, state, amount, Credits.ZERO, outputs, 1);
    }

    /// @param settled as its reader wants to leave it
    boolean settle(Hold settled) {
        var hold = find(settled.job());
        if (hold == null
                || !world.passes(Guard.SETTLED_ONLY_WHILE_HELD, hold.state() == Hold.State.HELD)) {
            return false;
        }
        keep(settled);
        var captured = settled.captured().micros();
        post(Kind.CAPTURE, Book.HELD, Book.SPENT, captured, settled.job());
        post(Kind.RELEASE, Book.HELD, Book.AVAILABLE, settled.released().micros(), settled.job());
        return true;
    }

    /// All that the job was charged.
    void refund(JobId job) {
        var charged = sum(job, Kind.CAPTURE);
        var id = RefundIds.of(job);
        if (charged > 0 && world.passes(Guard.REFUNDED_ONCE, !refunds.contains(id))) {
            refunds.add(id);
            post(Kind.REFUND, Book.SPENT, Book.AVAILABLE, charged, job);
        }
    }

    public long sum(JobId job, Kind kind) {
        var sum = 0L;
        for (var entry : entries) {
            if (entry.kind == kind && job.equals(entry.job)) {
                sum += entry.amount;
            }
        }
        return sum;
    }

    public int count(JobId job, Kind kind) {
        var count = 0;
        for (var entry : entries) {
            if (entry.kind == kind && job.equals(entry.job)) {
                count++;
            }
        }
        return count;
    }

    private void post(Kind kind, Book from, Book to, long amount, @Nullable JobId job) {
        if (amount == 0) {
            return;
        }
        entries.add(new Entry(kind, from, to, amount, job));
        // Granted counts what ever came in, so it rises where credits leave it.
        books.merge(from, from == Book.GRANTED ? amount : -amount, Long::sum);
        books.merge(to, amount, Long::sum);
        world.tell(() -> "  ledger: %s %d, now %s".formatted(kind, amount, this));
    }

    @Override
    public String toString() {
        return books.values().toString();
    }
}
