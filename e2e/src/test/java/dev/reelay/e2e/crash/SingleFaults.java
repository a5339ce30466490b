package dev.reelay.e2e.crash;

import dev.reelay.e2e.crash.Schedule.Blow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One blow at a time to a system that is well but for it, and how long the line then takes to work
/// again, while clients use it.
final class SingleFaults {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final long LOOK_MILLIS = 100;

    /// What one blow did. The times begin when it is over: the part is killed, goes on, or its
    /// connections are sound.
    ///
    /// @param fresh until a job that was submitted then, at each api, is fetched and told of;
    ///   nothing where that took longer than anybody waits
    /// @param caught until all jobs that were open then have ended
    record Measured(String fault, @Nullable Duration fresh, @Nullable Duration caught) {}

    private final Run run;
    private final Blows blows;
    private final Clients clients;
    private final List<Measured> measured = new ArrayList<>();
    private int probes;

    /// @param clients whose jobs are caught
    SingleFaults(Run run, Blows blows, Clients clients) {
        this.run = run;
        this.blows = blows;
        this.clients = clients;
    }

    synchronized List<Measured> measured() {
        return List.copyOf(measured);
    }

    /// Returns when the line works again.
    void strike(Blow blow) {
        var fresh = new CompletableFuture<@Nullable Duration>();
        var caught = new CompletableFuture<@Nullable Duration>();
        blows.strike(
                blow,
                () -> {
                    var begun = System.nanoTime();
                    var open = clients.open();
                    later(() -> fresh.complete(time(begun, probe())), fresh);
                    later(
                            () -> caught.complete(time(begun, within(() -> haveEnded(open)))),
                            caught);
                });
        add(new Measured(blow.name(), join(fresh), join(caught)));
    }

    private synchronized void add(Measured one) {
        measured.add(one);
    }

    private static void later(Runnable work, CompletableFuture<?> failing) {
        Thread.ofVirtual()
                .uncaughtExceptionHandler((_, e) -> failing.completeExceptionally(e))
                .start(work);
    }

    private static @Nullable Duration join(CompletableFuture<@Nullable Duration> time) {
        try {
            return time.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static @Nullable Duration time(long begun, boolean isDone) {
        return isDone ? Duration.ofNanos(System.nanoTime() - begun) : null;
    }

    /// A job at each api, to its end.
    private boolean probe() {
        var all = new ArrayList<CompletableFuture<Boolean>>();
        for (var url : run.cluster().urls()) {
            var key = "probe-" + nextProbe();
            var done = new CompletableFuture<Boolean>();
            later(() -> done.complete(probe(url, key)), done);
            all.add(done);
        }
        return all.stream().map(CompletableFuture::join).reduce(true, Boolean::logicalAnd);
    }

    private synchronized int nextProbe() {
        return probes++;
    }

    private boolean probe(String url, String key) {
        try (var gateway = new Gateway(List.of(url));
                var client = run.clients(gateway)) {
            client.begin(Submission.plain(key, true, ""));
            return client.finish(LIMIT) && within(() -> run.receiver().hasTaken(key));
        }
    }

    private boolean haveEnded(Set<String> keys) {
        var open = clients.open();
        return keys.stream().noneMatch(open::contains);
    }

    private static boolean within(BooleanSupplier isSo) {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Blows.pause(LOOK_MILLIS);
        }
        return true;
    }
}
