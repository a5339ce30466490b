package dev.reelay.worker.webhook;

import dev.reelay.common.id.DeliveryId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps attempts in groups: while one commit is under way others gather, and whoever comes next
/// keeps them all. So a commit is paid for once for many.
@Singleton
final class KeepAttempts {
    private static final int MOST_TOGETHER = 200;

    private final PostgresAttempts attempts;
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

    KeepAttempts(PostgresAttempts attempts) {
        this.attempts = attempts;
    }

    /// One that waits, and what came of it.
    private static final class Waiting {
        private final Kept kept;
        private volatile @Nullable Boolean counts;
        private volatile @Nullable RuntimeException failure;

        Waiting(Kept kept) {
            this.kept = kept;
        }

        boolean isDone() {
            return counts != null || failure != null;
        }

        boolean outcome() {
            if (failure != null) {
                throw failure;
            }
            return Boolean.TRUE.equals(counts);
        }
    }

    /// Keeps an attempt and what follows from it; false where somebody else's came first.
    boolean keep(Kept kept) {
        var self = new Waiting(kept);
        waiting.add(self);
        turn.lock();
        try {
            while (!self.isDone()) {
                keepTogether(next());
            }
        } finally {
            turn.unlock();
        }
        return self.outcome();
    }

    /// At most one of each delivery: a second one's outcome depends on the first.
    private List<Waiting> next() {
        var group = new ArrayList<Waiting>();
        var deliveries = new HashSet<DeliveryId>();
        for (var one = waiting.peek(); one != null; one = waiting.peek()) {
            if (group.size() == MOST_TOGETHER || !deliveries.add(one.kept.delivery().id())) {
                break;
            }
            group.add(waiting.remove());
        }
        return group;
    }

    private void keepTogether(List<Waiting> group) {
        try {
            var counted = attempts.keep(group.stream().map(one -> one.kept).toList());
            group.forEach(one -> one.counts = counted.contains(one.kept.delivery().id()));
        } catch (RuntimeException e) {
            // Each is due again after its lease.
            group.forEach(one -> one.failure = e);
        }
    }
}
