package dev.reelay.worker.execution;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Places for what this worker does at providers at once. Half of them may be taken for one
/// provider, whoever the accounts there belong to: one that takes calls and never answers leaves
/// the others the other half.
final class Room {
    private final int forOne;
    private final Semaphore all;
    private final Map<String, Semaphore> byProvider = new ConcurrentHashMap<>();

    Room(int places) {
        forOne = Math.max(1, places / 2);
        all = new Semaphore(places, true);
    }

    /// How many are free.
    int free() {
        return all.availablePermits();
    }

    /// How many are free for each of these; providers without any are left out.
    Map<String, Integer> free(Set<String> providers) {
        var free = new HashMap<String, Integer>();
        for (var provider : providers) {
            var places = Math.min(free(), of(provider).availablePermits());
            if (places > 0) {
                free.put(provider, places);
            }
        }
        return free;
    }

    /// For the only one that takes places, which saw a free one.
    void take(String provider) {
        of(provider).acquireUninterruptibly();
        all.acquireUninterruptibly();
    }

    /// Waits until there is one.
    void await(String provider) throws InterruptedException {
        var one = of(provider);
        one.acquire();
        try {
            all.acquire();
        } catch (InterruptedException e) {
            one.release();
            throw e;
        }
    }

    /// True where there was none for this provider.
    boolean leave(String provider) {
        var one = of(provider);
        var wasFull = all.availablePermits() == 0 || one.availablePermits() == 0;
        all.release();
        one.release();
        return wasFull;
    }

    private Semaphore of(String provider) {
        return byProvider.computeIfAbsent(provider, _ -> new Semaphore(forOne, true));
    }
}
