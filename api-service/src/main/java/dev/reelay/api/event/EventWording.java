package dev.reelay.api.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.api.job.Job;
import java.time.Instant;

/// How an API says that something happened. Asked once for each event, when it happens. Each answer
/// is one line of JSON, at most 20 kB, without anything the tenant wrote.
public interface EventWording {
    /// @param job as it is after the event
    String body(EventId id, EventType type, Instant at, Job job);

    /// Of what belongs to no job.
    ///
    /// @param data at most 16 kB as JSON
    String body(EventId id, EventType type, Instant at, JsonNode data);
}
