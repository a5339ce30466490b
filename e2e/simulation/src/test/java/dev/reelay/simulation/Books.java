package dev.reelay.simulation;

import dev.reelay.billing.hold.SimulatedLedger;
import dev.reelay.billing.hold.SimulatedLedger.Book;
import dev.reelay.billing.hold.SimulatedLedger.Entry;
import dev.reelay.billing.hold.SimulatedLedger.Kind;
import dev.reelay.common.id.JobId;

/// The invariants of the ledger, checked where something was posted.
final class Books {
    private Books() {}

    static void check(World world, Checker checker) {
        var ledger = world.billing.ledger();
        var entries = ledger.entries().size();
        if (entries == checker.entriesSeen()) {
            return;
        }
        var held = world.billing.held();
        checker.expect(
                ledger.book(Book.AVAILABLE) >= 0
                        && ledger.book(Book.HELD) >= 0
                        && ledger.book(Book.SPENT) >= 0,
                Invariant.L1,
                "the books are " + ledger);
        checker.expect(
                ledger.book(Book.GRANTED)
                        == ledger.book(Book.AVAILABLE)
                                + ledger.book(Book.HELD)
                                + ledger.book(Book.SPENT),
                Invariant.L9,
                "the books are " + ledger);
        for (var i = checker.entriesSeen(); i < entries; i++) {
            entry(ledger, ledger.entries().get(i), checker);
        }
        checker.expect(
                ledger.book(Book.HELD) == held,
                Invariant.L3,
                "%d is held by holds, the books are %s".formatted(held, ledger));
        checker.seesEntries(entries);
    }

    private static void entry(SimulatedLedger ledger, Entry entry, Checker checker) {
        var job = entry.job();
        if (job == null) {
            return;
        }
        checker.expect(resolved(ledger, job), Invariant.L4, job + " is resolved twice");
        checker.expect(
                ledger.count(job, Kind.CAPTURE) <= 1, Invariant.L6, job + " is charged twice");
        checker.expect(
                ledger.count(job, Kind.REFUND) <= 1
                        && ledger.sum(job, Kind.REFUND) <= ledger.sum(job, Kind.CAPTURE),
                Invariant.L6,
                job + " is refunded twice, or more than it was charged");
    }

    private static boolean resolved(SimulatedLedger ledger, JobId job) {
        return ledger.sum(job, Kind.CAPTURE)
                                + ledger.sum(job, Kind.RELEASE)
                                + ledger.sum(job, Kind.VOID)
                        <= ledger.sum(job, Kind.HOLD)
                && ledger.count(job, Kind.RELEASE) + ledger.count(job, Kind.VOID) <= 1;
    }
}
