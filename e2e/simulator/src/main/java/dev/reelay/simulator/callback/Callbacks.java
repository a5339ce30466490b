package dev.reelay.simulator.callback;

import dev.reelay.simulator.rule.Effect;
import dev.reelay.simulator.rule.Rules;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Phase;
import dev.reelay.simulator.task.Requests;
import dev.reelay.simulator.task.SimulatedTime;
import dev.reelay.simulator.task.Task;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells clients of their tasks' changes, as rules allow. A message that is not taken with a 2xx is
/// sent three times more.
public final class Callbacks implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final List<Duration> AGAIN =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(9));
    private static final Set<Effect> EFFECTS =
            EnumSet.of(Effect.NEVER, Effect.FORGED, Effect.TWICE, Effect.DELAY);

    private final Rules rules;
    private final SimulatedTime time;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("callbacks").factory());
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    public Callbacks(Rules rules, SimulatedTime time) {
        this.rules = rules;
        this.time = time;
    }

    /// The vendor's messages about one task.
    public interface Source {
        /// What is told when the task comes to a phase; empty where the vendor tells nothing.
        Optional<Notice> notice(Phase phase);

        /// The same for a success that is not one.
        Optional<Notice> forged();
    }

    /// Tells of the task until it has ended.
    ///
    /// @return what is down when the first message has gone out, or none will
    public CountDownLatch watch(Task task, Source source, Requests requests) {
        var watch = new Watch(task, source, requests);
        watches.add(watch);
        run(watch::look);
        return watch.first;
    }

    /// Looks at every task again, after one was moved or time was.
    public void lookAgain() {
        watches.forEach(watch -> run(watch::look));
    }

    /// Posts once.
    ///
    /// @return the status and the body; empty where nothing came in time
    public Optional<Reply> post(Notice notice, byte[] signed, Duration patience)
            throws InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(notice.url()))
                            .timeout(patience)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(notice.body()));
            notice.signature().headers(signed).forEach(request::setHeader);
            var answer = http.send(request.build(), BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                return Optional.of(new Reply(answer.statusCode(), body.readNBytes(65_536)));
            }
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// What a receiver answered; of the body the first 64 KiB.
    public record Reply(int status, byte[] body) {}

    private void run(Work work) {
        try {
            threads.execute(
                    () -> {
                        try {
                            work.run();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
        } catch (RejectedExecutionException e) {
            // Closed.
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    private final class Watch {
        private final Task task;
        private final Source source;
        private final Requests requests;
        private final CountDownLatch first = new CountDownLatch(1);
        private @Nullable Phase told;

        Watch(Task task, Source source, Requests requests) {
            this.task = task;
            this.source = source;
            this.requests = requests;
        }

        /// Tells what has not been told, and comes back when the task changes next.
        synchronized void look() throws InterruptedException {
            var now = time.instant();
            var phase = task.phase(now);
            if (told == null) {
                tell(Phase.QUEUED);
            }
            var isRunning = phase == Phase.RUNNING || task.started(now) != null;
            if (told == Phase.QUEUED && isRunning) {
                tell(Phase.RUNNING);
            }
            if (phase.isFinal()) {
                if (told != phase) {
                    tell(phase);
                }
                watches.remove(this);
                first.countDown();
                return;
            }
            var next = task.next(now);
            if (next != null && !clock.isShutdown()) {
                var wait = Duration.between(time.instant(), next).toMillis() + 1;
                clock.schedule(
                        () -> Callbacks.this.run(this::look),
                        Math.max(1, wait),
                        TimeUnit.MILLISECONDS);
            }
        }

        private void tell(Phase phase) throws InterruptedException {
            told = phase;
            var notice = source.notice(phase).orElse(null);
            if (notice == null) {
                return;
            }
            var prompts = List.of(task.order().prompt());
            var key = task.account().key();
            var taken = rules.take(task.account().vendor(), Step.CALLBACK, prompts, key, EFFECTS);
            var effects = taken.stream().map(rule -> rule.effect()).toList();
            if (effects.contains(Effect.NEVER)) {
                first.countDown();
                return;
            }
            if (effects.contains(Effect.FORGED)) {
                // The signature is that of the true message.
                var forged = source.forged().orElse(notice);
                send(new Notice(forged.url(), forged.body(), notice.signature()), notice.body());
            }
            var delay =
                    taken.stream()
                            .map(rule -> rule.duration())
                            .filter(duration -> duration != null)
                            .findFirst();
            if (delay.isPresent()) {
                run(
                        () -> {
                            Thread.sleep(delay.get());
                            deliver(notice, effects.contains(Effect.TWICE));
                        });
            } else {
                deliver(notice, effects.contains(Effect.TWICE));
            }
        }

        private void deliver(Notice notice, boolean twice) throws InterruptedException {
            var isTaken = send(notice, notice.body());
            if (twice) {
                send(notice, notice.body());
            }
            first.countDown();
            if (!isTaken) {
                run(() -> repeat(notice));
            }
        }

        private void repeat(Notice notice) throws InterruptedException {
            for (var pause : AGAIN) {
                Thread.sleep(pause);
                if (send(notice, notice.body())) {
                    return;
                }
            }
        }

        private boolean send(Notice notice, byte[] signed) throws InterruptedException {
            var status = post(notice, signed, PATIENCE).map(Reply::status).orElse(0);
            requests.count(Step.CALLBACK, status);
            return status / 100 == 2;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        threads.shutdownNow();
        http.shutdownNow();
    }
}
