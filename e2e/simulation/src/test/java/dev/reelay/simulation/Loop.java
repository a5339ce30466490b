package dev.reelay.simulation;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// What a process does again and again: look for what is due, take one of it in hand.
///
/// @param replica of the service, by any number
/// @param look false where nothing is due
/// @param next when something will be
record Loop(IntFunction<Replica> replica, Predicate<Replica> look, LongSupplier next) {
    Replica process(int any) {
        return replica.apply(any);
    }

    long due() {
        return next.getAsLong();
    }

    static List<Loop> of(World world) {
        var api = world.api;
        var worker = world.worker;
        return List.of(
                new Loop(Replica::api, api::announce, api::announceDue),
                new Loop(Replica::api, api::abandonStale, api::abandonDue),
                new Loop(Replica::api, api::voidOwed, api::voidDue),
                new Loop(Replica::api, api::handOver, api::handOverDue),
                new Loop(Replica::worker, worker::claim, worker::claimDue),
                new Loop(Replica::worker, worker::watch, worker::watchDue),
                new Loop(Replica::worker, worker::sweepLeases, worker::leaseDue),
                new Loop(Replica::worker, worker::sweepDeadlines, worker::deadlineDue),
                new Loop(Replica::worker, worker::sweepReports, worker::reportDue),
                new Loop(Replica::worker, world.deliveries::deliver, world.deliveries::due),
                new Loop(Replica::billing, world.billing::sweep, world.billing::due));
    }
}
