package dev.reelay.worker.provider.api;

import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.ProviderFile;
import java.util.Optional;

/// What polls of all upstreams mean alike.
public final class Polls {
    private Polls() {}

    /// A task that is done, with the place of its file. One that names none may name it later; the
    /// job's deadline decides.
    public static PollAnswer done(Optional<String> location) {
        return location.<PollAnswer>map(place -> new Finished(new ProviderFile(place)))
                .orElseGet(() -> new NoAnswer("it is done and names no file"));
    }

    /// A state that no documentation names. It neither completes a job nor ends it.
    public static PollAnswer strange(String state) {
        return new NoAnswer("the state is '" + state + "'");
    }
}
