package dev.reelay.api;

import dev.reelay.api.job.Job;
import dev.reelay.api.job.PostgresJobs;
import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;

/// A completed job with a clip in the store.
@Singleton
public class SignedLinkScene {
    private final PostgresJobs jobs;
    private final ObjectStore store;

    SignedLinkScene(PostgresJobs jobs, ObjectStore store) {
        this.jobs = jobs;
        this.store = store;
    }

    public Job completedJob() {
        var tenant = TestTenant.rich();
        var video = tenant.job();
        try (var worker = new Worker()) {
            var clip = Clip.store(store, tenant, video, 0, "a clip".getBytes());
            Golden.complete(worker, tenant, video, clip);
        }
        return jobs.find(TenantId.of(tenant.id()), Ids.job(video)).orElseThrow();
    }
}
