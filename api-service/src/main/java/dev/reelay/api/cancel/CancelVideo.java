package dev.reelay.api.cancel;

import dev.reelay.api.job.Job;
import dev.reelay.api.job.PostgresJobs;
import dev.reelay.api.submission.AnnounceJobs;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Asks the worker to stop a job. The worker decides what that still changes; the api never ends a
/// job itself, because it cannot know what has begun.
@Singleton
public final class CancelVideo {
    private final PostgresJobs jobs;
    private final AnnounceJobs announce;

    CancelVideo(PostgresJobs jobs, AnnounceJobs announce) {
        this.jobs = jobs;
        this.announce = announce;
    }

    /// The job as it is now; empty where the tenant has no such job. A second time, or after the
    /// end, changes nothing.
    public Optional<Job> cancel(TenantId tenant, JobId id) {
        var asked = jobs.askToCancel(tenant, id);
        var job = jobs.find(tenant, id);
        if (asked) {
            job.ifPresent(j -> announce.cancelSoon(j.spec()));
        }
        return job;
    }
}
