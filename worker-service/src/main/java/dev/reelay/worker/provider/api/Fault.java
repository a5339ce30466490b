package dev.reelay.worker.provider.api;

import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.SubmitAnswer;
import java.util.function.Function;

/// Who or what is at fault where an upstream says no.
public enum Fault {
    /// What was asked.
    INPUT(Refusals::invalid, Reason.INVALID_INPUT),
    /// What was asked or made, by the upstream's rules about content.
    CONTENT(Refusals::contentPolicy, Reason.CONTENT_POLICY),
    /// The operator: key, balance, rights, a model that has gone.
    ACCOUNT(Refusals::account, Reason.PROVIDER_ERROR),
    /// Nobody: it is too much now, and nothing was started.
    BUSY(Refusals::busy, Reason.PROVIDER_ERROR),
    /// The upstream, and after a submit a task may exist all the same.
    UPSTREAM(Refusals::unknown, Reason.PROVIDER_ERROR);

    private final Function<ApiAnswer, SubmitAnswer> refusal;
    private final Reason reason;

    Fault(Function<ApiAnswer, SubmitAnswer> refusal, Reason reason) {
        this.refusal = refusal;
        this.reason = reason;
    }

    /// What it means for a submit.
    public SubmitAnswer refusal(ApiAnswer answer) {
        return refusal.apply(answer);
    }

    /// What it means for a task.
    ///
    /// @param words the upstream's own; empty where it had none
    public GaveUp verdict(String words) {
        return Refusals.gaveUp(reason, words);
    }
}
