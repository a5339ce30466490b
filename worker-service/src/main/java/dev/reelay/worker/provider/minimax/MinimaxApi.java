package dev.reelay.worker.provider.minimax;

import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.ApiCall;
import dev.reelay.worker.provider.api.EitherApi;
import dev.reelay.worker.provider.api.ProviderApi;
import java.util.Optional;

/// MiniMax's two APIs behind one key: the model says which. The id of a task of the second begins
/// with {@link H3Api#MARK}.
final class MinimaxApi extends EitherApi {
    private final HailuoApi first;
    private final H3Api second;

    MinimaxApi(Account account) {
        first = new HailuoApi(account.secret("api_key"));
        second = new H3Api(account.secret("api_key"));
    }

    @Override
    protected ProviderApi of(SubmitAttempt attempt) {
        return attempt.model().startsWith("MiniMax-H3") ? second : first;
    }

    @Override
    protected ProviderApi of(ProviderTask task) {
        return task.id().startsWith(H3Api.MARK) ? second : first;
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
