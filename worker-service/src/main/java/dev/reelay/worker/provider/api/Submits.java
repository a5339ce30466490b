package dev.reelay.worker.provider.api;

import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What answers to a submit mean alike.
public final class Submits {
    private Submits() {}

    /// The task that was begun.
    ///
    /// @param id empty where the answer names none, or is no success
    /// @param refusal what it means then
    public static SubmitAnswer accepted(Optional<String> id, Supplier<SubmitAnswer> refusal) {
        return id.<SubmitAnswer>map(task -> new Accepted(new ProviderTask(task), List.of()))
                .orElseGet(refusal);
    }
}
