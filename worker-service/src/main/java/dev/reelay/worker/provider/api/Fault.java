package dev.reelay.worker.provider.api;

import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.provider.PollAnswer.GaveUp;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;

/// Who or what is at fault where an upstream says no.
public enum Fault {
    /// What was asked.
    INPUT(Reason.INVALID_INPUT) {
        @Override
        public SubmitAnswer refusal(ApiAnswer answer) {
            return Refusals.invalid(answer);
        }
    },
    /// What was asked or made, by the upstream's rules about content.
    CONTENT(Reason.CONTENT_POLICY) {
        @Override
        public SubmitAnswer refusal(ApiAnswer answer) {
            return Refusals.contentPolicy(answer);
        }
    },
    /// The operator: key, balance, rights, a model that has gone.
    ACCOUNT(Reason.PROVIDER_ERROR) {
        @Override
        public SubmitAnswer refusal(ApiAnswer answer) {
            return Refusals.account(answer);
        }
    },
    /// Nobody: it is too much now, and nothing was started.
    BUSY(Reason.PROVIDER_ERROR) {
        @Override
        public SubmitAnswer refusal(ApiAnswer answer) {
            return Refusals.busy(answer);
        }
    },
    /// The upstream, and after a submit a task may exist all the same.
    UPSTREAM(Reason.PROVIDER_ERROR) {
        @Override
        public SubmitAnswer refusal(ApiAnswer answer) {
            return new Unknown("the submit was answered with " + answer);
        }
    };

    private final Reason reason;

    Fault(Reason reason) {
        this.reason = reason;
    }

    /// What it means for a submit.
    public abstract SubmitAnswer refusal(ApiAnswer answer);

    /// What it means for a task.
    ///
    /// @param words the upstream's own; empty where it had none
    public GaveUp verdict(String words) {
        return Refusals.gaveUp(reason, words);
    }
}
