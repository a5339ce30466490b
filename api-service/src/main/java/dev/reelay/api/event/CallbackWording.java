package dev.reelay.api.event;

import dev.reelay.api.job.Job;
import java.time.Instant;
import java.util.Optional;

/// What the APIs post to a tenant's address that have a message of their own for it.
public interface CallbackWording {
    /// Such a message, in OpenRouter's form.
    ///
    /// @param body one line of JSON, at most 20 kB, without anything the tenant wrote
    /// @param key the same for every repeat of this message, and for no other
    record OwnMessage(String body, String key) {}

    /// The message of the job's API; empty where that posts the log's own.
    ///
    /// @param job as it is after its end
    Optional<OwnMessage> message(Job job, Instant at);
}
