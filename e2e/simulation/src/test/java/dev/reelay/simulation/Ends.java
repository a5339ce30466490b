package dev.reelay.simulation;

import dev.reelay.api.job.JobState;
import dev.reelay.api.submission.JobRow;
import dev.reelay.billing.hold.SimulatedLedger.Book;
import dev.reelay.billing.hold.SimulatedLedger.Kind;
import dev.reelay.worker.execution.ExecutionState.Completed;
import dev.reelay.worker.webhook.SimulatedDeliveries;

/// What must be so when all is quiet.
final class Ends {
    private static final long PRICE = 1_000_000;

    private final World world;
    private final Checker checker;

    private Ends(World world, Checker checker) {
        this.world = world;
        this.checker = checker;
    }

    static void check(World world, Checker checker) {
        var ends = new Ends(world, checker);
        for (var request = 0; request < Setup.REQUESTS; request++) {
            ends.accepted(request);
        }
        for (var row : world.api.rows()) {
            if (!row.isGone()) {
                ends.job(row);
                ends.hold(row);
                ends.webhook(row);
            }
        }
        ends.nothingOwed();
        ends.objects();
        ends.repeated();
    }

    private void accepted(int request) {
        var job = world.client().accepted(request);
        var row = job == null ? null : world.api.find(job);
        checker.expect(
                job == null
                        || (row != null
                                && row.state().ended()
                                && row.state() != JobState.ABANDONED),
                Invariant.J1,
                "an accepted job is " + (row == null ? "lost" : row.state()));
    }

    private void job(JobRow row) {
        checker.expect(row.state().ended(), Invariant.J3, row + " is stuck " + row.state());
        checker.expect(
                row.state() == JobState.ABANDONED || row.isSettled(),
                Invariant.J3,
                "the api does not know that %s is settled".formatted(row));
        checker.expect(row.owesNothing(), Invariant.J3, row + " still owes something");
    }

    private void nothingOwed() {
        checker.expect(world.worker.owesNothing(), Invariant.J3, "the worker owes reports");
        checker.expect(world.api.events().owesNothing(), Invariant.J3, "events are owed");
        checker.expect(world.deliveries.owesNothing(), Invariant.W1, "deliveries are owed");
        checker.expect(world.billing.due() == World.NEVER, Invariant.J3, "settlements are owed");
        var held = world.billing.anyHeld();
        checker.expect(held == null, Invariant.L5, "still held: " + held);
    }

    private void hold(JobRow row) {
        var state = world.billing.state(row.id());
        if (row.state() == JobState.ABANDONED) {
            checker.expect(
                    state == null || state.equals("voided"),
                    Invariant.L5,
                    "%s is abandoned, its hold %s".formatted(row, state));
            return;
        }
        var report = row.report();
        var delivered = report == null ? 0 : report.outputs().size();
        checker.expect(
                (delivered > 0 ? "captured" : "released").equals(state)
                        && world.billing.ledger().sum(row.id(), Kind.CAPTURE) == delivered * PRICE
                        && world.billing.ledger().sum(row.id(), Kind.RELEASE)
                                == (row.outputs() - delivered) * PRICE,
                Invariant.L5,
                "%s delivered %d, its hold is %s".formatted(row, delivered, state));
    }

    private void webhook(JobRow row) {
        if (row.state() == JobState.ABANDONED) {
            return;
        }
        var owed = world.deliveries.count(row.id());
        checker.expect(
                owed == 1, Invariant.W1, "the end of %s is owed %d times".formatted(row, owed));
        checker.expect(
                world.receiver.has(row.id(), row.state())
                        || world.receiver.refusals(row.id()) >= SimulatedDeliveries.mostAttempts(),
                Invariant.W1,
                "nobody was told that %s is %s".formatted(row, row.state()));
    }

    private void objects() {
        for (var execution : world.worker.rows()) {
            if (execution.state() instanceof Completed(var asset)) {
                checker.expect(
                        checker.has(asset.key()),
                        Invariant.J4,
                        "%s points to %s, which is not there".formatted(execution, asset.key()));
            }
        }
    }

    /// All that billing was asked, once more.
    private void repeated() {
        var before = world.billing.ledger().toString();
        for (var row : world.api.rows()) {
            if (!row.isGone()) {
                world.billing.repeat(
                        row.id(), row.outputs(), row.report(), row.state() == JobState.ABANDONED);
            }
        }
        var after = world.billing.ledger();
        checker.expect(
                after.toString().equals(before) && after.book(Book.HELD) == world.billing.held(),
                Invariant.L8,
                "repeats changed %s to %s".formatted(before, after));
    }
}
