package dev.reelay.billing.model;

import dev.reelay.billing.ledger.Proof;
import dev.reelay.common.id.TenantId;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Threads that give a real ledger random commands. Each has a tenant of its own, which it compares
/// with a model after every command, and all of them share two, whose commands race.
final class RealRun {
    private static final int THREADS = 8;

    private final RealLedger ledger;
    private final List<TenantId> shared = List.of(TenantId.next(), TenantId.next());

    RealRun(RealLedger ledger) {
        this.ledger = ledger;
    }

    /// Throws `IllegalStateException` where a tenant's books are not the model's, and whatever a
    /// command throws.
    void run(long seed, int commands) throws InterruptedException {
        shared.forEach(ledger::open);
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var runs =
                    IntStream.range(0, THREADS)
                            .mapToObj(
                                    thread ->
                                            threads.submit(
                                                    () -> thread(seed, thread, commands / THREADS)))
                            .toList();
            for (var run : runs) {
                run.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void thread(long seed, int thread, int commands) {
        var own = TenantId.next();
        ledger.open(own);
        var model = new Model(EnumSet.noneOf(Guard.class));
        var alone = Command.random(new Random(seed * THREADS + thread), commands / 2).iterator();
        // The same commands of all threads, so that they meet.
        var together = Command.random(new Random(seed), commands / 2).iterator();
        var racing = new Random(seed + thread);
        while (alone.hasNext() || together.hasNext()) {
            if (alone.hasNext()) {
                both(own, model, alone.next());
            }
            if (together.hasNext()) {
                ledger.apply(shared.get(racing.nextInt(2)), together.next());
            }
        }
    }

    private void both(TenantId tenant, Model model, Command command) {
        model.apply(command);
        ledger.apply(tenant, command);
        var books = ledger.books(tenant);
        if (!books.equals(model.toString())) {
            throw new IllegalStateException(
                    "%s left %s and should %s".formatted(command, books, model));
        }
    }

    /// The invariants that the proof finds broken.
    List<String> broken() {
        return ledger.prove().checks().stream()
                .filter(check -> !check.ok())
                .map(Proof.Check::id)
                .toList();
    }
}
