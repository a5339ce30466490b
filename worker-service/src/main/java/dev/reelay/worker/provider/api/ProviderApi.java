package dev.reelay.worker.provider.api;

import dev.reelay.worker.provider.AccountCheck;
import dev.reelay.worker.provider.FindAnswer;
import dev.reelay.worker.provider.Hint;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAttempt;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The API of one upstream, as one account sees it: which request says what, and what an answer
/// means. Pure: it calls nobody, so everything that a page of the upstream's documentation says can
/// be tested without a network.
public interface ProviderApi {
    /// The request for an access token, for upstreams whose calls need one that lives for a while.
    default Optional<ApiCall> login() {
        return Optional.empty();
    }

    /// Empty where the answer gives none.
    default Optional<AccessToken> loggedIn(ApiAnswer answer) {
        return Optional.empty();
    }

    /// The pictures that the upstream takes for an attempt; empty where any will do.
    default Optional<PictureLimits> pictures(SubmitAttempt attempt) {
        return Optional.empty();
    }

    /// The request that brings an input to the upstream before the submit, where that does not take
    /// it inside. It costs nothing, so that nothing was sent where it fails.
    default Optional<ApiCall> upload(SubmitAttempt attempt, InputFile input) {
        return Optional.empty();
    }

    /// Where the upstream has an input; empty where it did not take it. Then `submitted` says why.
    default Optional<String> uploaded(ApiAnswer answer) {
        return Optional.empty();
    }

    /// As {@link dev.reelay.worker.provider.VideoProvider#failuresAreFree}.
    default boolean failuresAreFree() {
        return false;
    }

    /// The request that starts a task.
    ///
    /// @param inputs those of the job, in its order
    /// @throws UnsupportedException where the upstream cannot make that
    ApiCall submit(SubmitAttempt attempt, List<InputFile> inputs);

    /// What an answer to a submit means. It need not name the hints that were dropped.
    SubmitAnswer submitted(SubmitAttempt attempt, ApiAnswer answer);

    /// The hints of a job that its request carries.
    Set<Hint> takes(SubmitAttempt attempt);

    ApiCall poll(ProviderTask task);

    /// How many tasks {@link #poll(List)} can ask after.
    default int pollsTogether() {
        return 1;
    }

    /// The request that asks after several tasks, of an upstream that has one.
    default ApiCall poll(List<ProviderTask> tasks) {
        throw new IllegalStateException("this upstream is asked after one task at a time");
    }

    /// What the answer to that means for one of them. It is no verdict that a task is not in it.
    default PollAnswer polledAmong(ProviderTask task, ApiAnswer answer) {
        return polled(task, answer);
    }

    /// What an answer to a poll means. Answers that say nothing about the task never get here.
    PollAnswer polled(ProviderTask task, ApiAnswer answer);

    /// The request that asks what came of a task, where the answer to the poll only tells that it
    /// is over.
    default Optional<ApiCall> result(ProviderTask task, ApiAnswer polled) {
        return Optional.empty();
    }

    default PollAnswer resulted(ProviderTask task, ApiAnswer answer) {
        return polled(task, answer);
    }

    /// Whether an answer to a poll tells of the upstream or of the account rather than of a task:
    /// the upstream's own trouble, too many calls, a key that is refused.
    default boolean saysNothing(ApiAnswer answer) {
        return switch (answer.status()) {
            case 401, 402, 403, 408, 429 -> true;
            default -> answer.status() >= 500;
        };
    }

    /// The request that asks for the task of an attempt whose answer was lost.
    default Optional<ApiCall> find(SubmitAttempt attempt) {
        return Optional.empty();
    }

    /// Requests that look closer, where the answer to `find` does not tell whose its tasks are. The
    /// answer to each goes to `found`.
    default List<ApiCall> candidates(SubmitAttempt attempt, ApiAnswer answer) {
        return List.of();
    }

    default FindAnswer found(SubmitAttempt attempt, ApiAnswer answer) {
        return new FindAnswer.NotThere();
    }

    /// Whether the upstream will tell by a callback that proves itself whose task is whose, and has
    /// no other way. Until the job's deadline it may then still turn up.
    default boolean tellsLater(SubmitAttempt attempt) {
        return false;
    }

    default Optional<ApiCall> cancel(ProviderTask task) {
        return Optional.empty();
    }

    /// The request that tells where a file is now, for upstreams whose links end early or are asked
    /// for one by one.
    default Optional<ApiCall> locate(ProviderFile file) {
        return Optional.empty();
    }

    /// Empty where the answer names no file.
    default Optional<ProviderFile> located(ProviderFile file, ApiAnswer answer) {
        return Optional.of(file);
    }

    /// The request that answers with the file itself.
    default ApiCall fetch(ProviderFile file) {
        return ApiCall.get(file.location());
    }

    /// How the upstream proves that a callback is its own; empty where it does not.
    default Optional<CallbackProof> callbacks() {
        return Optional.empty();
    }

    /// A request that costs nothing and is refused where the account is no good.
    default Optional<ApiCall> check() {
        return Optional.empty();
    }

    default AccountCheck checked(ApiAnswer answer) {
        return switch (answer.status()) {
            case 401, 402, 403 -> new AccountCheck.Refused(Refusals.operator(answer));
            default ->
                    answer.isSuccess()
                            ? new AccountCheck.Usable()
                            : new AccountCheck.NotKnown("it answered with " + answer);
        };
    }
}
