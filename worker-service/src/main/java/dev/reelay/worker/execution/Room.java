package dev.reelay.worker.execution;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// Places for what this worker does at providers at once. Half of them may be taken for one
/// provider, whoever the accounts there belong to: one that takes calls and never answers leaves
/// the others the other half.
final class Room {
    private final int forOne;
    private final int few;
    private final Semaphore all;
    private final Map<String, Semaphore> byProvider = new ConcurrentHashMap<>();

    Room(int places) {
        forOne = Math.max(1, places / 2);
        few = Math.max(1, forOne / 4);
        all = new Semaphore(places, true);
    }

    /// Those of them that have places to spare: not only the last few, so that who asks for several
    /// at once need not ask again and again.
    Set<String> open(Set<String> providers) {
        return all.availablePermits() == 0
                ? Set.of()
                : providers.stream()
                        .filter(one -> of(one).availablePermits() >= few)
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// How many places are free, whichever of these they are for.
    int free(Set<String> providers) {
        return providers.stream()
                .mapToInt(one -> Math.min(all.availablePermits(), of(one).availablePermits()))
                .min()
                .orElse(0);
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

    /// True where this provider was not open.
    boolean leave(String provider) {
        var one = of(provider);
        var wasFull = all.availablePermits() == 0 || one.availablePermits() < few;
        all.release();
        one.release();
        return wasFull;
    }

    private Semaphore of(String provider) {
        return byProvider.computeIfAbsent(provider, _ -> new Semaphore(forOne, true));
    }
}
