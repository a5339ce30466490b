package dev.reelay.worker.provider.minimax;

import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.ApiCall;
import dev.reelay.worker.provider.api.InputFile;
import dev.reelay.worker.provider.api.ProviderApi;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// MiniMax's two APIs behind one key: the model says which. The id of a task of the second begins
/// with {@link H3Api#MARK}.
final class MinimaxApi implements ProviderApi {
    private final HailuoApi first;
    private final H3Api second;

    MinimaxApi(Account account) {
        first = new HailuoApi(account.secret("api_key"));
        second = new H3Api(account.secret("api_key"));
    }

    private ProviderApi of(SubmitAttempt attempt) {
        return attempt.model().startsWith("MiniMax-H3") ? second : first;
    }

    private ProviderApi of(ProviderTask task) {
        return task.id().startsWith(H3Api.MARK) ? second : first;
    }

    @Override
    public ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs) {
        return of(attempt).submit(attempt, inputs);
    }

    @Override
    public SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer) {
        return of(attempt).submitted(attempt, answer);
    }

    @Override
    public Set<Hint> takes(SubmitAttempt attempt) {
        return of(attempt).takes(attempt);
    }

    @Override
    public ApiCall poll(ProviderTask task) {
        return of(task).poll(task);
    }

    @Override
    public PollAnswer polled(ProviderTask task, ApiAnswer answer) {
        return of(task).polled(task, answer);
    }

    @Override
    public Optional<ApiCall> locate(ProviderFile file) {
        return first.locate(file);
    }

    @Override
    public Optional<ProviderFile> located(ProviderFile file, ApiAnswer answer) {
        return first.located(file, answer);
    }
}
