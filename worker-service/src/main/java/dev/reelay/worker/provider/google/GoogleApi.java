package dev.reelay.worker.provider.google;

import dev.reelay.worker.provider.Account;
import dev.reelay.worker.provider.AccountCheck;
import dev.reelay.worker.provider.InvalidAccountException;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.api.AccessToken;
import dev.reelay.worker.provider.api.ApiAnswer;
import dev.reelay.worker.provider.api.ApiCall;
import dev.reelay.worker.provider.api.EitherApi;
import dev.reelay.worker.provider.api.ProviderApi;
import dev.reelay.worker.provider.api.Refusals;
import dev.reelay.worker.provider.api.UnsupportedException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/// Google's two ways to a clip: Omni by an API key, Veo by a service account. An account may have
/// the secrets of either or of both.
final class GoogleApi extends EitherApi {
    private static final int BAD_REQUEST = 400;

    private final Optional<ProviderApi> omni;
    private final Optional<ProviderApi> veo;

    GoogleApi(Account account, InstantSource clock) {
        omni =
                account.secrets().containsKey("api_key")
                        ? Optional.of(new OmniApi(account))
                        : Optional.empty();
        veo =
                account.secrets().containsKey("private_key")
                                && account.setting(VeoApi.BUCKET).isPresent()
                        ? Optional.of(new VeoApi(account, clock))
                        : Optional.empty();
        if (omni.isEmpty() && veo.isEmpty()) {
            throw new InvalidAccountException(
                    "secrets",
                    "google needs an api_key for Omni, or for Veo a service account's"
                            + " client_email, private_key, private_key_id and project_id, and the"
                            + " setting bucket");
        }
    }

    @Override
    protected ProviderApi of(SubmitAttempt attempt) {
        return (attempt.model().startsWith("veo") ? veo : omni)
                .orElseThrow(
                        () ->
                                new UnsupportedException(
                                        "this provider's account does not make "
                                                + attempt.model()));
    }

    private ProviderApi of(boolean isVeo) {
        return (isVeo ? veo : omni)
                .or(() -> Stream.of(omni, veo).flatMap(Optional::stream).findFirst())
                .orElseThrow();
    }

    @Override
    protected ProviderApi of(ProviderTask task) {
        return of(task.id().startsWith("projects/"));
    }

    @Override
    public Optional<ApiCall> login() {
        return veo.flatMap(ProviderApi::login);
    }

    @Override
    public Optional<AccessToken> loggedIn(ApiAnswer answer) {
        return veo.flatMap(api -> api.loggedIn(answer));
    }

    /// A login costs nothing; of a key alone nothing can be said.
    @Override
    public Optional<ApiCall> check() {
        return omni.isPresent() ? Optional.empty() : login();
    }

    @Override
    public AccountCheck checked(ApiAnswer answer) {
        if (loggedIn(answer).isPresent()) {
            return new AccountCheck.Usable();
        }
        return answer.status() == BAD_REQUEST
                ? new AccountCheck.Refused(Refusals.operator(answer))
                : super.checked(answer);
    }

    @Override
    public ApiCall fetch(ProviderFile file) {
        return of(file.location().startsWith("gs://")).fetch(file);
    }
}
