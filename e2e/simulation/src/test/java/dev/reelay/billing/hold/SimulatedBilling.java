package dev.reelay.billing.hold;

import dev.reelay.api.credit.HoldAnswer.Held;
import dev.reelay.api.credit.HoldAnswer.NoAnswer;
import dev.reelay.api.credit.Price;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.id.JobId;
import dev.reelay.simulation.Commit;
import dev.reelay.simulation.Message;
import dev.reelay.simulation.Replica;
import dev.reelay.simulation.Task;
import dev.reelay.simulation.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Billing: it answers calls, settles what has ended, and tells so until the topic has it.
public final class SimulatedBilling {
    private static final long TOLD_BY = 2_000;
    private static final long TOLD_AGAIN = 10_000;

    /// A settlement that is to be told.
    private static final class Owed {
        private final JobId job;
        private long tellAt;

        Owed(JobId job, long tellAt) {
            this.job = job;
            this.tellAt = tellAt;
        }
    }

    private final World world;
    private final SimulatedLedger ledger;
    private final List<Owed> owed = new ArrayList<>();

    public SimulatedBilling(World world) {
        this.world = world;
        this.ledger = new SimulatedLedger(world);
    }

    public SimulatedLedger ledger() {
        return ledger;
    }

    /// How a hold stands, in words of its own state; null where there is none.
    public @Nullable String state(JobId job) {
        var hold = ledger.find(job);
        return hold == null ? null : hold.state().word();
    }

    /// What all present holds come to.
    public long held() {
        var held = 0L;
        for (var hold : ledger.holds()) {
            held += hold.state() == Hold.State.HELD ? hold.amount().micros() : 0;
        }
        return held;
    }

    /// The first hold that is still held; null where there is none.
    public @Nullable JobId anyHeld() {
        for (var hold : ledger.holds()) {
            if (hold.state() == Hold.State.HELD) {
                return hold.job();
            }
        }
        return null;
    }

    public void grant(int credits) {
        ledger.grant(credits);
    }

    public void refund(JobId job) {
        world.tell(() -> "operator: refunds " + job);
        if (world.commit().done()) {
            ledger.refund(job);
        }
    }

    /// The same commands once more.
    public void repeat(JobId job, int outputs, @Nullable JobReport end, boolean abandoned) {
        ledger.place(job, outputs);
        if (abandoned) {
            ledger.giveUp(job);
        }
        var hold = ledger.find(job);
        if (end != null && end.status().ended() && hold != null && hold.isOf(end)) {
            ledger.settle(hold.settledBy(end));
        }
        if (ledger.count(job, SimulatedLedger.Kind.REFUND) > 0) {
            ledger.refund(job);
        }
    }

    /// A call for a hold.
    public Message holding(
            JobId job, int outputs, Consumer<dev.reelay.api.credit.HoldAnswer> caller) {
        return new Call<dev.reelay.api.credit.HoldAnswer>(
                "a hold", new NoAnswer(), caller, () -> heard(ledger.place(job, outputs)));
    }

    /// As the api reads it.
    private static dev.reelay.api.credit.HoldAnswer heard(HoldAnswer answer) {
        return switch (answer) {
            case HoldAnswer.Held(var version, var amount) -> new Held(new Price(version, amount));
            case HoldAnswer.Short(var needed, var available) ->
                    new dev.reelay.api.credit.HoldAnswer.Short(needed, available);
            case HoldAnswer.Voided _ -> new dev.reelay.api.credit.HoldAnswer.Voided();
            case HoldAnswer.Unpriceable _,
                    HoldAnswer.AboveMaxCost _,
                    HoldAnswer.TooManyUnfinished _,
                    HoldAnswer.TooManyToday _,
                    HoldAnswer.OverBudget _ ->
                    throw new IllegalStateException("nobody asked for a limit");
        };
    }

    /// A call for a void; its caller hears whether there was an answer.
    public Message voiding(JobId job, Consumer<Boolean> caller) {
        return new Call<>(
                "a void",
                false,
                caller,
                () -> {
                    ledger.giveUp(job);
                    return true;
                });
    }

    private interface Effect<A> {
        A apply();
    }

    private record Call<A>(String name, A noAnswer, Consumer<A> caller, Effect<A> effect)
            implements Message {
        @Override
        public boolean arrive(World at) {
            at.tell(() -> "billing: is asked for " + name);
            var commit = at.commit();
            var answer = commit.done() ? effect.apply() : noAnswer;
            var heard = commit == Commit.KNOWN && !at.perhaps(5);
            caller.accept(heard ? answer : noAnswer);
            return true;
        }

        @Override
        public void lost(World at) {
            caller.accept(noAnswer);
        }

        @Override
        public boolean mayDouble() {
            return false;
        }

        @Override
        public String toString() {
            return "the call for " + name;
        }
    }

    /// What the worker tells.
    public Message report(JobReport report) {
        return new Reported(report);
    }

    private final class Reported implements Message {
        private final JobReport report;

        Reported(JobReport report) {
            this.report = report;
        }

        @Override
        public boolean arrive(World at) {
            var hold = report.status().ended() ? ledger.find(report.job()) : null;
            if (hold != null && hold.isOf(report)) {
                at.begin(new SettleTask(Replica.billing(at.draw(2)), hold.settledBy(report)));
            }
            return true;
        }

        @Override
        public String toString() {
            return "the report %d (%s) to billing"
                    .formatted(report.version(), report.status().word());
        }
    }

    /// From the hold as it was read to the word that it is settled.
    private final class SettleTask extends Task {
        private final Hold settled;
        private boolean written;

        SettleTask(Replica process, Hold settled) {
            super(process);
            this.settled = settled;
        }

        @Override
        protected After step(World at) {
            if (!written) {
                var commit = at.commit();
                if (commit.done()) {
                    ledger.settle(settled);
                    owe(settled.job(), at.now() + TOLD_BY);
                }
                written = commit == Commit.KNOWN;
                return After.GOES_ON;
            }
            tell(settled.job());
            return After.OVER;
        }
    }

    private void owe(JobId job, long tellAt) {
        owed.removeIf(one -> one.job.equals(job));
        owed.add(new Owed(job, tellAt));
    }

    private void tell(JobId job) {
        var hold = ledger.find(job);
        if (hold != null && hold.state().settled()) {
            world.send(world.api.settled(hold.told()));
            owed.removeIf(one -> one.job.equals(job) && !world.perhaps(4));
        }
    }

    /// Tells a settlement that nobody has told.
    public boolean sweep(Replica at) {
        for (var one : owed) {
            if (one.tellAt <= world.now()) {
                one.tellAt = world.now() + TOLD_AGAIN;
                world.tell(() -> at + ": tells a settlement again");
                tell(one.job);
                return true;
            }
        }
        return false;
    }

    public long due() {
        var due = World.NEVER;
        for (var one : owed) {
            due = Math.min(due, one.tellAt);
        }
        return due;
    }
}
