package dev.reelay.worker.provider.api;

import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAttempt;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Several APIs of one upstream behind one account: what is ordered says which makes it, and the id
/// of a task which has it.
public abstract class EitherApi implements ProviderApi {
    /// Throws {@link UnsupportedException} where the account has no API that makes it.
    protected abstract ProviderApi of(SubmitAttempt attempt);

    protected abstract ProviderApi of(ProviderTask task);

    @Override
    public final Optional<PictureLimits> pictures(SubmitAttempt attempt) {
        return of(attempt).pictures(attempt);
    }

    @Override
    public final ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        return of(attempt).submit(attempt, inputs);
    }

    @Override
    public final SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return of(attempt).submitted(attempt, answer);
    }

    @Override
    public final Set<Hint> takes(SubmitAttempt attempt) {
        return of(attempt).takes(attempt);
    }

    @Override
    public final ApiCall poll(ProviderTask task) {
        return of(task).poll(task);
    }

    @Override
    public final PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        return of(task).polled(task, answer);
    }

    @Override
    public final Optional<ApiCall> result(ProviderTask task, ApiAnswer polled) {
        return of(task).result(task, polled);
    }

    @Override
    public final PollAnswer resulted(ProviderTask task, ApiAnswer answer) {
        return of(task).resulted(task, answer);
    }

    @Override
    public final Optional<ApiCall> cancel(ProviderTask task) {
        return of(task).cancel(task);
    }
}
