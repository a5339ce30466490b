package dev.reelay.simulator.task;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One accepted task. Where it is follows from its plan and the time, unless it was moved by hand
/// or cancelled.
public final class Task {
    private final String id;
    private final Order order;
    private final Account account;
    private final Plan plan;
    private final Instant created;
    private @Nullable Phase moved;
    private @Nullable Instant movedAt;

    Task(String id, Order order, Account account, Plan plan, Instant created) {
        this.id = id;
        this.order = order;
        this.account = account;
        this.plan = plan;
        this.created = created;
    }

    public String id() {
        return id;
    }

    public Order order() {
        return order;
    }

    public Account account() {
        return account;
    }

    public Plan plan() {
        return plan;
    }

    public Instant created() {
        return created;
    }

    /// Puts it where it would not be yet; a task that has ended stays as it is.
    ///
    /// @return whether it moved
    public synchronized boolean move(Phase to, Instant now) {
        if (phase(now).isFinal()) {
            return false;
        }
        moved = to;
        movedAt = now;
        return true;
    }

    public synchronized Phase phase(Instant now) {
        if (moved != null) {
            return moved;
        }
        var end = ownEnd();
        if (end != null && !now.isBefore(end)) {
            return ending();
        }
        return now.isBefore(created.plus(plan.queue())) ? Phase.QUEUED : Phase.RUNNING;
    }

    /// When it started; null while it is queued or when it never did.
    public synchronized @Nullable Instant started(Instant now) {
        var planned = created.plus(plan.queue());
        if (!now.isBefore(planned)) {
            var end = ended(now);
            return end == null || planned.isBefore(end) ? planned : null;
        }
        return moved == null || moved == Phase.QUEUED ? null : movedAt;
    }

    /// When it ended; null while it has not.
    public synchronized @Nullable Instant ended(Instant now) {
        if (!phase(now).isFinal()) {
            return null;
        }
        return moved == null ? ownEnd() : movedAt;
    }

    /// When it last changed.
    public Instant updated(Instant now) {
        var end = ended(now);
        var start = started(now);
        return end != null ? end : start != null ? start : created;
    }

    /// The next moment at which it changes by itself; null where it does not.
    public synchronized @Nullable Instant next(Instant now) {
        if (moved != null) {
            return null;
        }
        var start = created.plus(plan.queue());
        var end = ownEnd();
        if (now.isBefore(start) && (end == null || start.isBefore(end))) {
            return start;
        }
        return end != null && now.isBefore(end) ? end : null;
    }

    /// Percent.
    public int progress(Instant now) {
        var phase = phase(now);
        if (phase != Phase.RUNNING) {
            return phase == Phase.SUCCEEDED ? 100 : 0;
        }
        var whole = Math.max(1, plan.render().toMillis());
        return (int) Math.clamp(Duration.between(created, now).toMillis() * 100 / whole, 1, 99);
    }

    /// How many files it has to give.
    public int files(Instant now) {
        return phase(now) == Phase.SUCCEEDED ? plan.files() : 0;
    }

    private @Nullable Instant ownEnd() {
        var deadline = order.deadline();
        if (plan.ending() == Ending.NONE) {
            return deadline == null ? null : created.plus(deadline);
        }
        return created.plus(isInTime() ? plan.render() : deadline);
    }

    private boolean isInTime() {
        var deadline = order.deadline();
        return deadline == null || plan.render().compareTo(deadline) <= 0;
    }

    private Phase ending() {
        if (!isInTime() || plan.ending() == Ending.NONE) {
            return Phase.EXPIRED;
        }
        return plan.ending() == Ending.SUCCESS ? Phase.SUCCEEDED : Phase.FAILED;
    }

    /// Why it failed, once it has.
    public boolean isAgainstPolicy() {
        return plan.ending() == Ending.CONTENT_POLICY;
    }

    /// The vendor's word or number for why it failed: the one that a rule gave, or the vendor's
    /// usual one.
    public String failure(String forPolicy, String otherwise) {
        var code = plan.code();
        return code != null ? code : isAgainstPolicy() ? forPolicy : otherwise;
    }

    /// Its line of the bill.
    public BillEntry bill(Instant now) {
        var phase = phase(now);
        return new BillEntry(
                account.vendor(),
                id,
                order.clientToken(),
                order.model(),
                Dummy.hash(order.prompt()),
                order.seconds(),
                account.key(),
                created,
                phase,
                !phase.isFinal() || phase == Phase.SUCCEEDED);
    }
}
