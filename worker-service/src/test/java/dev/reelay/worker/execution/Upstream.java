package dev.reelay.worker.execution;

import dev.reelay.common.event.ProviderCall;
import dev.reelay.worker.provider.FindAnswer;
import dev.reelay.worker.provider.Heard;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.VideoProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// The outside world of these tests: a provider that keeps its own books of what it was sent, and
/// answers as a test says. It does not recognise a repeated attempt.
final class Upstream implements VideoProvider {
    final List<UUID> submits = new CopyOnWriteArrayList<>();
    final List<ProviderTask> cancels = new CopyOnWriteArrayList<>();
    final Map<UUID, ProviderTask> found = new ConcurrentHashMap<>();
    volatile Function<SubmitAttempt, SubmitAnswer> onSubmit =
            attempt -> new SubmitAnswer.Accepted(task(attempt.id()), List.of());
    volatile Function<ProviderTask, PollAnswer> onPoll = _ -> new PollAnswer.Working(-1);
    volatile Heard onCall = new Heard.Unproven();
    final List<List<ProviderTask>> polls = Collections.synchronizedList(new ArrayList<>());
    volatile int pollsTogether = 1;
    volatile Runnable whileOpening = () -> {};
    volatile boolean resubmitsSafely;
    volatile boolean failuresAreFree;

    private final String name;

    Upstream(String name) {
        this.name = name;
    }

    static ProviderTask task(UUID attempt) {
        return new ProviderTask("task-" + attempt);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean resubmitsSafely() {
        return resubmitsSafely;
    }

    @Override
    public boolean failuresAreFree() {
        return failuresAreFree;
    }

    @Override
    public SubmitAnswer submit(SubmitAttempt attempt) {
        submits.add(attempt.id());
        return onSubmit.apply(attempt);
    }

    @Override
    public PollAnswer poll(ProviderTask task) {
        return onPoll.apply(task);
    }

    @Override
    public int pollsTogether() {
        return pollsTogether;
    }

    @Override
    public Map<ProviderTask, PollAnswer> poll(Collection<ProviderTask> tasks) {
        polls.add(List.copyOf(tasks));
        return VideoProvider.super.poll(tasks);
    }

    @Override
    public FindAnswer find(SubmitAttempt attempt) {
        var task = found.get(attempt.id());
        return task == null ? new FindAnswer.NotThere() : new FindAnswer.Found(task);
    }

    @Override
    public Heard hear(SubmitAttempt attempt, ProviderCall call) {
        return onCall;
    }

    @Override
    public void cancel(ProviderTask task) {
        cancels.add(task);
    }

    /// The location is a path on this machine.
    @Override
    public ProviderFile.Content open(ProviderFile file) throws IOException {
        whileOpening.run();
        var path = Path.of(file.location());
        return new ProviderFile.Content(Files.newInputStream(path), Files.size(path));
    }
}
