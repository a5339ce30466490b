package dev.reelay.e2e.crash;

import dev.reelay.e2e.crash.History.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Clients that do what a tenant's backend does: submit, ask again under the same key where no
/// answer came, poll to the end, download. Each submission has a thread of its own.
final class Clients implements AutoCloseable {
    static final String SUBMIT = "submit";
    static final String POLL = "poll";
    static final String DOWNLOAD = "download";
    static final String CANCEL = "cancel";

    private static final List<String> ENDED = List.of("completed", "failed", "cancelled");
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final long BETWEEN_TRIES = 400;
    private static final long LONGEST_WAIT = 3000;
    private static final long BETWEEN_POLLS = 700;

    private final Gateway gateway;
    private final List<Tenants.Tenant> tenants;
    private final Receiver receiver;
    private final History history;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    Clients(Gateway gateway, List<Tenants.Tenant> tenants, Receiver receiver, History history) {
        this.gateway = gateway;
        this.tenants = tenants;
        this.receiver = receiver;
        this.history = history;
    }

    void begin(Submission submission) {
        begun.incrementAndGet();
        open.add(submission.key());
        threads.execute(
                () -> {
                    try {
                        live(submission);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        open.remove(submission.key());
                        done.incrementAndGet();
                    }
                });
    }

    int begun() {
        return begun.get();
    }

    int done() {
        return done.get();
    }

    /// Keys of the submissions whose end has not been seen.
    Set<String> open() {
        return Set.copyOf(open);
    }

    private void live(Submission submission) throws InterruptedException {
        if (submission.twin()) {
            var _ = threads.submit(() -> submit(submission));
        }
        var job = submit(submission);
        if (job == null) {
            return;
        }
        if (submission.cancelled()) {
            cancel(submission, job);
        }
        if (await(submission, job).equals("completed")) {
            download(submission, job);
        }
    }

    /// The job, or nothing where nobody can say what became of it.
    private @Nullable String submit(Submission submission) throws InterruptedException {
        var bearer = bearer(submission);
        var key = submission.keyed() ? submission.key() : null;
        var body = submission.body(receiver.url(submission));
        var end = end();
        for (var tries = 0; System.nanoTime() < end; Thread.sleep(wait(tries++))) {
            history.add(
                    Type.INVOKE,
                    SUBMIT,
                    submission.key(),
                    null,
                    String.join(" ", submission.ends()));
            try {
                var answer = gateway.post("/v1/videos", bearer, key, body);
                var text = new String(answer.body(), StandardCharsets.UTF_8);
                if (answer.status() == 200) {
                    var job = answer.json().path("id").asText();
                    history.add(Type.OK, SUBMIT, submission.key(), job, text);
                    return job;
                }
                if (answer.status() < 500 && answer.status() != 409 && answer.status() != 429) {
                    history.add(Type.FAIL, SUBMIT, submission.key(), null, text);
                    return null;
                }
                history.add(
                        Type.UNKNOWN, SUBMIT, submission.key(), null, answer.status() + " " + text);
            } catch (IOException e) {
                history.add(Type.UNKNOWN, SUBMIT, submission.key(), null, e.toString());
            }
            if (key == null) {
                return null;
            }
        }
        history.add(Type.FAIL, SUBMIT, submission.key(), null, "no answer in " + PATIENCE);
        return null;
    }

    private void cancel(Submission submission, String job) throws InterruptedException {
        Thread.sleep(BETWEEN_TRIES);
        history.add(Type.INVOKE, CANCEL, submission.key(), job, "");
        try {
            var answer =
                    gateway.post(
                            "/v1/videos/" + job + "/cancel", bearer(submission), null, Map.of());
            history.add(
                    answer.status() == 200 ? Type.OK : Type.UNKNOWN,
                    CANCEL,
                    submission.key(),
                    job,
                    String.valueOf(answer.status()));
        } catch (IOException e) {
            history.add(Type.UNKNOWN, CANCEL, submission.key(), job, e.toString());
        }
    }

    /// Polls to the end; each change of what is shown goes into the history.
    private String await(Submission submission, String job) throws InterruptedException {
        var shown = "";
        for (var end = end(); System.nanoTime() < end; Thread.sleep(BETWEEN_POLLS)) {
            try {
                var answer = gateway.get("/v1/videos/" + job, bearer(submission));
                if (answer.status() >= 500) {
                    continue;
                }
                var now =
                        answer.status() == 200
                                ? answer.json().path("status").asText()
                                : String.valueOf(answer.status());
                if (!now.equals(shown)) {
                    history.add(Type.OK, POLL, submission.key(), job, now);
                }
                shown = now;
                if (ENDED.contains(now)) {
                    return now;
                }
            } catch (IOException e) {
                // the next poll asks the other replica
            }
        }
        return shown;
    }

    private void download(Submission submission, String job) throws InterruptedException {
        for (var end = end(); System.nanoTime() < end; Thread.sleep(BETWEEN_TRIES)) {
            try {
                var answer = gateway.get("/v1/videos/" + job + "/content", bearer(submission));
                if (answer.status() < 500) {
                    history.add(
                            answer.status() == 200 ? Type.OK : Type.FAIL,
                            DOWNLOAD,
                            submission.key(),
                            job,
                            answer.status() == 200
                                    ? answer.contentType() + " " + Bucket.sha256(answer.body())
                                    : "HTTP " + answer.status());
                    return;
                }
            } catch (IOException e) {
                // the next try asks the other replica
            }
        }
        history.add(Type.FAIL, DOWNLOAD, submission.key(), job, "no answer in " + PATIENCE);
    }

    private String bearer(Submission submission) {
        return tenants.get(submission.tenant()).key();
    }

    /// Longer each time, as every good client waits.
    private static long wait(int tries) {
        return Math.min(LONGEST_WAIT, BETWEEN_TRIES << Math.min(tries, 4));
    }

    private static long end() {
        return System.nanoTime() + PATIENCE.toNanos();
    }

    /// Waits until each has seen the end of its job; false where some have not by then.
    boolean finish(Duration limit) {
        threads.shutdown();
        try {
            return threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
