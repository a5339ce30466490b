package dev.reelay.api.event;

import dev.reelay.api.job.Job;
import java.time.Instant;

/// How an API says that something happened. Asked once for each event, when it happens.
public interface EventWording {
    /// One line of JSON, at most 20 kB, without anything the tenant wrote.
    ///
    /// @param job as it is after the event
    String body(EventId id, EventType type, Instant at, Job job);
}
