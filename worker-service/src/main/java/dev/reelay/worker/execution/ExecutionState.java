package dev.reelay.worker.execution;

import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import java.util.UUID;

/// Where an execution is in its life. A state holds only what is true in that state.
///
/// A claim moves `Queued` to `Submitting`, in one statement with the slots that it takes. Every
/// other move is decided by {@link ExecutionMachine}.
public sealed interface ExecutionState {
    /// The state's name in the database.
    String word();

    /// Can still change.
    sealed interface Live extends ExecutionState {}

    /// Waits for a slot.
    record Queued() implements Live {
        @Override
        public String word() {
            return "queued";
        }
    }

    /// Claimed; holds a slot of its tenant and one of its provider, by a lease.
    ///
    /// @param intended whether bytes may have left: the intent is committed before the first
    record Submitting(UUID attempt, boolean intended) implements Live {
        @Override
        public String word() {
            return "submitting";
        }
    }

    /// Sent, and nobody knows what came of it. It may cost money, so it is never sent elsewhere.
    record Unknown(UUID attempt) implements Live {
        @Override
        public String word() {
            return "unknown";
        }
    }

    /// The provider works on it; a timer says when to look.
    record InProgress(UUID attempt, ProviderTask task) implements Live {
        @Override
        public String word() {
            return "in_progress";
        }
    }

    /// Rendered; the file is being brought home by whoever has the epoch. The provider's slot is
    /// free again, the tenant's is not.
    record Storing(UUID attempt, ProviderFile file) implements Live {
        @Override
        public String word() {
            return "storing";
        }
    }

    /// Never changes again; holds no slot.
    sealed interface Ended extends ExecutionState {}

    record Completed(JobReport.Output asset) implements Ended {
        @Override
        public String word() {
            return "completed";
        }
    }

    /// Ended without a clip.
    sealed interface Fruitless extends Ended {
        Failure failure();
    }

    record Failed(Failure failure) implements Fruitless {
        @Override
        public String word() {
            return "failed";
        }
    }

    record Cancelled() implements Fruitless {
        @Override
        public String word() {
            return "cancelled";
        }

        @Override
        public Failure failure() {
            return new Failure(Reason.CANCELLED, "the job was cancelled");
        }
    }

    record Expired() implements Fruitless {
        @Override
        public String word() {
            return "expired";
        }

        @Override
        public Failure failure() {
            return new Failure(Reason.TIMEOUT, "the job was not done by its deadline");
        }
    }
}
