package dev.reelay.worker.provider.sandbox;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.provider.FindAnswer;
import dev.reelay.worker.provider.FindAnswer.Found;
import dev.reelay.worker.provider.FindAnswer.NotThere;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.VideoProvider;
import dev.reelay.worker.provider.sandbox.PostgresTasks.Seen;
import dev.reelay.worker.store.S3Objects;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;
import software.amazon.awssdk.core.exception.SdkException;

/// The provider that renders by itself. It behaves as an upstream should: a submit is known by its
/// attempt id for ever, a task survives whatever dies, any worker may ask.
@ApplicationScoped
public class SandboxProvider implements VideoProvider {
    private static final int UNKNOWN_PROGRESS = -1;
    private static final Set<Hint> TAKEN = Set.of(Hint.SEED, Hint.FPS);

    private final PostgresTasks tasks;
    private final RenderLoop loop;
    private final S3Objects objects;
    private final TinyClip tiny;

    SandboxProvider(PostgresTasks tasks, RenderLoop loop, S3Objects objects, TinyClip tiny) {
        this.tasks = tasks;
        this.loop = loop;
        this.objects = objects;
        this.tiny = tiny;
    }

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public boolean resubmitsSafely() {
        return true;
    }

    @Override
    public boolean failuresAreFree() {
        return true;
    }

    @Override
    public SubmitAnswer submit(SubmitAttempt attempt) {
        try {
            var prompt = ScriptedPrompt.read(attempt.spec().prompt());
            var scene =
                    prompt.script().renders()
                            ? Optional.of(Scene.of(attempt, prompt.text()))
                            : Optional.<Scene>empty();
            return accept(attempt, prompt.script(), scene);
        } catch (Refusal e) {
            return new Refused(new Failure(Reason.INVALID_INPUT, e.why()));
        }
    }

    private SubmitAnswer accept(SubmitAttempt attempt, Script script, Optional<Scene> scene) {
        var id = TaskId.of(attempt);
        try {
            tasks.add(id, script, scene, attempt);
        } catch (JdbiException e) {
            return new Unknown("the sandbox's database gave no answer");
        }
        if (scene.isPresent()) {
            loop.wake();
        }
        return new Accepted(id.task(), Hint.ignored(attempt.spec(), TAKEN, "the sandbox"));
    }

    @Override
    public PollAnswer poll(ProviderTask task) {
        var id = TaskId.of(task);
        try {
            return tasks.see(id)
                    .map(seen -> answer(id, seen))
                    .orElseGet(() -> gaveUp(Reason.PROVIDER_ERROR, "the task is not known"));
        } catch (JdbiException e) {
            return new NoAnswer("the sandbox's database gave no answer");
        }
    }

    private static PollAnswer answer(TaskId id, Seen seen) {
        return switch (seen.state()) {
            case SCRIPTED -> seen.ready() ? scripted(seen) : new Working(UNKNOWN_PROGRESS);
            case QUEUED -> new Working(0);
            case RENDERING -> new Working(seen.progress());
            case DONE -> seen.ready() ? new Finished(new ProviderFile(id.key())) : new Working(99);
            case FAILED -> new GaveUp(failure(seen));
            case CANCELLED -> gaveUp(Reason.CANCELLED, "the task was cancelled");
        };
    }

    private static PollAnswer scripted(Seen seen) {
        return switch (seen.outcome()) {
            case COMPLETED -> new Finished(new ProviderFile(TinyClip.LOCATION));
            case CONTENT_POLICY ->
                    gaveUp(Reason.CONTENT_POLICY, "the prompt was refused, as it told the sandbox");
            case PROVIDER_ERROR ->
                    gaveUp(
                            Reason.PROVIDER_ERROR,
                            "the render failed, as the prompt told the sandbox");
            case TIMEOUT ->
                    gaveUp(
                            Reason.TIMEOUT,
                            "the render took too long, as the prompt told the sandbox");
            case STUCK -> new Working(UNKNOWN_PROGRESS);
        };
    }

    private static Failure failure(Seen seen) {
        return seen.failure() == null
                ? new Failure(Reason.PROVIDER_ERROR, "the render failed")
                : seen.failure();
    }

    private static GaveUp gaveUp(Reason reason, String message) {
        return new GaveUp(new Failure(reason, message));
    }

    @Override
    public FindAnswer find(SubmitAttempt attempt) {
        var id = TaskId.of(attempt);
        return tasks.see(id).isPresent() ? new Found(id.task()) : new NotThere();
    }

    @Override
    public void cancel(ProviderTask task) {
        var id = TaskId.of(task);
        tasks.cancel(id);
        loop.stop(id.attempt());
    }

    @Override
    public ProviderFile.Content open(ProviderFile file) throws IOException {
        if (file.location().equals(TinyClip.LOCATION)) {
            var clip = tiny.file();
            return new ProviderFile.Content(Files.newInputStream(clip), Files.size(clip));
        }
        try {
            var content = objects.open(file.location());
            return new ProviderFile.Content(content, content.response().contentLength());
        } catch (SdkException e) {
            throw new IOException("the sandbox's clip cannot be read", e);
        }
    }
}
