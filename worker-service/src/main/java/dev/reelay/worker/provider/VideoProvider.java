package dev.reelay.worker.provider;

import dev.reelay.common.event.ProviderCall;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// One account at an upstream that renders video. Calls block and have their own time limits; run
/// them on a virtual thread. An adapter turns every outcome into an answer and throws only on a
/// bug.
public interface VideoProvider {
    /// The kind of upstream, as routes of the catalogue name it, e.g. `sandbox`.
    String name();

    /// Whether a second submit of the same attempt id finds the first one's task instead of
    /// starting another. Only then is an attempt whose answer was lost sent again.
    default boolean resubmitsSafely() {
        return false;
    }

    /// Whether the upstream charges nothing for a task that it took and failed by its own fault, as
    /// far as its documentation says.
    default boolean failuresAreFree() {
        return false;
    }

    /// Sends once and never retries by itself.
    SubmitAnswer submit(SubmitAttempt attempt);

    PollAnswer poll(ProviderTask task);

    /// How many tasks one call can ask after, where the upstream has such a call.
    default int pollsTogether() {
        return 1;
    }

    /// Polls several tasks, at most {@link #pollsTogether()} of them. Answers for each.
    default Map<ProviderTask, PollAnswer> poll(Collection<ProviderTask> tasks) {
        var answers = new HashMap<ProviderTask, PollAnswer>();
        tasks.forEach(task -> answers.put(task, poll(task)));
        return answers;
    }

    /// Looks for the task of an attempt whose answer was lost, where the upstream lets us ask.
    FindAnswer find(SubmitAttempt attempt);

    /// Whether a callback about an attempt is the upstream's. It says nothing about what it tells:
    /// the next poll does.
    default Heard hear(SubmitAttempt attempt, ProviderCall call) {
        return new Heard.Unproven();
    }

    /// Asks the upstream to stop; what comes of it is seen by the next poll.
    void cancel(ProviderTask task);

    /// Opens a file that a poll has named. Throws where it cannot be read; the caller tries again
    /// until the job's deadline.
    ProviderFile.Content open(ProviderFile file) throws IOException;

    /// Asks whether the account is good, by a call that costs nothing.
    default AccountCheck check() {
        return new AccountCheck.NotKnown("this upstream has no call that costs nothing");
    }
}
