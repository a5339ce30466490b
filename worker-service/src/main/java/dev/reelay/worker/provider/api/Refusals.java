package dev.reelay.worker.provider.api;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.AccountRefused;
import dev.reelay.worker.provider.SubmitAnswer.Busy;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What an answer without a task means, where the upstream's documentation says nothing better.
public final class Refusals {
    private static final String NO_WORDS = "the provider refused the request";

    /// Where upstreams put their words.
    private static final List<String> WORDS =
            List.of(
                    "/error/message",
                    "/message",
                    "/detail",
                    "/detail/0/msg",
                    "/msg",
                    "/error",
                    "/base_resp/status_msg");

    private Refusals() {}

    /// What a submit's status alone says. Only a status that says that nothing was started is a
    /// refusal; all else may cost money.
    public static SubmitAnswer byStatus(ApiAnswer answer) {
        return switch (answer.status()) {
            case 400, 413, 415, 422 -> invalid(answer);
            case 401, 402, 403, 404, 405, 410 -> account(answer);
            case 429 -> busy(answer);
            default -> unknown(answer);
        };
    }

    public static SubmitAnswer busy(ApiAnswer answer) {
        return busy(answer, Optional.empty());
    }

    /// @param told how long to wait by the upstream's words, for where no header says it
    public static SubmitAnswer busy(ApiAnswer answer, Optional<Duration> told) {
        var wait = answer.retryAfter().or(() -> told);
        return new Busy("the provider is busy", wait.orElse(null));
    }

    public static SubmitAnswer invalid(ApiAnswer answer) {
        return new Refused(new Failure(Reason.INVALID_INPUT, words(answer)));
    }

    public static SubmitAnswer contentPolicy(ApiAnswer answer) {
        return new Refused(new Failure(Reason.CONTENT_POLICY, words(answer)));
    }

    public static SubmitAnswer account(ApiAnswer answer) {
        return new AccountRefused(operator(answer));
    }

    /// It may have been started all the same.
    public static SubmitAnswer unknown(ApiAnswer answer) {
        return new Unknown("the submit was answered with " + answer);
    }

    /// For the operator: status and words.
    public static String operator(ApiAnswer answer) {
        return answer + ": " + words(answer);
    }

    private static String words(ApiAnswer answer) {
        return WORDS.stream()
                .flatMap(place -> answer.text(place).stream())
                .map(VendorText::clean)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(NO_WORDS);
    }

    /// The verdict on a task that was told to stop, and did.
    public static GaveUp cancelled() {
        return gaveUp(Reason.CANCELLED, "the task was cancelled");
    }

    /// The verdict on a task.
    ///
    /// @param words the upstream's own; empty where it had none
    public static GaveUp gaveUp(Reason reason, String words) {
        var clean = VendorText.clean(words);
        return new GaveUp(
                new Failure(reason, clean.isEmpty() ? "the render failed at the provider" : clean));
    }
}
