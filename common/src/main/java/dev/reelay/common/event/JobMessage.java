package dev.reelay.common.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;

/// What the api tells the worker on {@link Topics#VIDEO_JOBS}.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobMessage.Requested.class, name = "requested"),
    @JsonSubTypes.Type(value = JobMessage.CancelAsked.class, name = "cancel_asked")
})
public sealed interface JobMessage {
    /// Make this job. For a job that the worker knows it means: tell its present state again.
    record Requested(JobSpec spec) implements JobMessage {}

    /// The tenant no longer wants the job; the worker decides what that still changes.
    record CancelAsked(JobId job, TenantId tenant) implements JobMessage {}
}
