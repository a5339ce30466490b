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
record Loop(IntFunction<Process> replica, Predicate<Process> look, LongSupplier next) {
    Process process(int any) {
        return replica.apply(any);
    }

    long due() {
        return next.getAsLong();
    }

    static List<Loop> of(World world) {
        var api = world.api;
        var worker = world.worker;
        return List.of(
                new Loop(Process::api, api::announce, api::announceDue),
                new Loop(Process::api, api::abandonStale, api::abandonDue),
                new Loop(Process::api, api::voidOwed, api::voidDue),
                new Loop(Process::api, api::handOver, api::handOverDue),
                new Loop(Process::worker, worker::claim, worker::claimDue),
                new Loop(Process::worker, worker::watch, worker::watchDue),
                new Loop(Process::worker, worker::sweepLeases, worker::leaseDue),
                new Loop(Process::worker, worker::sweepDeadlines, worker::deadlineDue),
                new Loop(Process::worker, worker::sweepReports, worker::reportDue),
                new Loop(Process::worker, world.deliveries::deliver, world.deliveries::due),
                new Loop(Process::billing, world.billing::sweep, world.billing::due));
    }
}
