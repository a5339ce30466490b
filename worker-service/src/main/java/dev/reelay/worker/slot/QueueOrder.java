package dev.reelay.worker.slot;

import java.util.ArrayList;
import java.util.List;

/// In which order what waits for a provider will start, as far as the tenants' queues and their
/// virtual times tell: as if everything took as long as expected and nothing new came.
final class QueueOrder {
    private static final double ROUNDING = 1e-9;

    private QueueOrder() {}

    /// A tenant's queue at a provider, with at least one in it.
    ///
    /// @param vtime worker-seconds had and running, divided by the weight
    /// @param seconds that all that is queued is expected to take
    record Line(double vtime, int weight, int queued, long seconds) {
        /// How many of these start before a tenant that is at the other virtual time has its next.
        int before(double other) {
            var each = (double) seconds / queued / weight;
            var starts = Math.ceil((other - vtime) / each - ROUNDING);
            return (int) Math.clamp(starts, 0, queued);
        }

        private double secondsOf(int first) {
            return (double) seconds * first / queued;
        }
    }

    /// Slots, of a provider or a tenant.
    ///
    /// @param free below zero where a limit was lowered under what runs
    /// @param all at least one
    record Room(int free, int all) {
        /// When the one at a place starts, where those before it and itself take so many seconds:
        /// at once in a free slot, else when as many slots as are lacking have become free, one
        /// after the other.
        double wait(int position, double seconds) {
            var lacking = position - free;
            return lacking <= 0 ? 0 : seconds / all * lacking / position;
        }
    }

    /// Where one stands.
    ///
    /// @param position 1 for the next to start
    /// @param waitSeconds until it is expected to start
    record Standing(int position, int waitSeconds) {}

    /// Where each of a tenant's executions stands, oldest first.
    ///
    /// @param own the tenant's queue
    /// @param expected how many seconds each takes
    /// @param others the queues of those that may start something
    static List<Standing> standings(
            Line own, List<Integer> expected, List<Line> others, Room provider, Room tenant) {
        var standings = new ArrayList<Standing>(expected.size());
        var ownSeconds = 0L;
        for (var mine : expected) {
            var turn = own.vtime() + (double) ownSeconds / own.weight();
            var place = standings.size() + 1;
            ownSeconds += mine;
            var position = place;
            var seconds = (double) ownSeconds;
            for (var other : others) {
                var before = other.before(turn);
                position += before;
                seconds += other.secondsOf(before);
            }
            var wait = Math.max(provider.wait(position, seconds), tenant.wait(place, ownSeconds));
            standings.add(new Standing(position, (int) Math.ceil(wait)));
        }
        return standings;
    }
}
