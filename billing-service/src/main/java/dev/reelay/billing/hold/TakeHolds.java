package dev.reelay.billing.hold;

import dev.reelay.billing.hold.PostgresTaking.Wanted;
import dev.reelay.billing.ledger.AccountMode;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Takes holds of one account together: while one statement is on its way to the disk, those that
/// come gather, and the next statement takes them all. One account's holds wait for its row and for
/// the disk anyway; so they wait once for all. Nobody waits for company that is not there.
@Singleton
class TakeHolds {
    private static final int MOST_TOGETHER = 100;

    private final PostgresTaking postgres;
    private final ConcurrentHashMap<Account, Line> lines = new ConcurrentHashMap<>();

    TakeHolds(PostgresTaking postgres) {
        this.postgres = postgres;
    }

    private record Account(TenantId tenant, AccountMode mode) {}

    /// False where nothing was changed: the hold is there already, or the account is missing or
    /// short.
    boolean take(Wanted wanted) {
        var account = new Account(wanted.request().tenant(), wanted.request().mode());
        var line =
                lines.compute(
                        account, (_, there) -> (there == null ? new Line() : there).entered());
        try {
            return line.take(wanted);
        } finally {
            lines.computeIfPresent(account, (_, there) -> there.left() ? null : there);
        }
    }

    /// One that waits, and what came of it.
    private static final class Waiting {
        private final Wanted wanted;
        private volatile @Nullable Boolean taken;
        private volatile @Nullable RuntimeException failure;

        Waiting(Wanted wanted) {
            this.wanted = wanted;
        }

        boolean isDone() {
            return taken != null || failure != null;
        }

        boolean outcome() {
            if (failure != null) {
                throw failure;
            }
            if (taken == null) {
                throw new IllegalStateException("whoever took this hold along has died of it");
            }
            return taken;
        }
    }

    /// Those that wait for one account. Whoever has the lock works for all of them.
    private final class Line {
        private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
        // Fair, so that all who were answered leave before one that comes again begins: otherwise
        // that one goes alone, while those it could go with still wait to hear their answer.
        private final ReentrantLock turn = new ReentrantLock(true);
        private int inside;

        Line entered() {
            inside++;
            return this;
        }

        /// Whether nobody is left.
        boolean left() {
            return --inside == 0;
        }

        boolean take(Wanted wanted) {
            var self = new Waiting(wanted);
            waiting.add(self);
            turn.lock();
            try {
                // In its order, so those before it come first; whoever drained it has answered it.
                while (waiting.contains(self)) {
                    var group = new ArrayList<Waiting>();
                    waiting.drainTo(group, MOST_TOGETHER);
                    takeTogether(group);
                }
            } finally {
                turn.unlock();
            }
            return self.outcome();
        }

        /// Where not all of them can be taken each is asked for by itself, in the order they came.
        private void takeTogether(List<Waiting> group) {
            try {
                if (postgres.take(group.stream().map(w -> w.wanted).toList())) {
                    group.forEach(w -> w.taken = true);
                } else if (group.size() == 1) {
                    group.getFirst().taken = false;
                } else {
                    group.forEach(w -> takeTogether(List.of(w)));
                }
            } catch (RuntimeException e) {
                // What it did to the account is not known; each one's next call finds out.
                group.stream().filter(w -> !w.isDone()).forEach(w -> w.failure = e);
            }
        }
    }
}
