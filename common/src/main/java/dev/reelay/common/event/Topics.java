package dev.reelay.common.event;

/// Names of the topics. The key of a record is the job id, where it is about one job.
public final class Topics {
    /// api to worker: {@link JobMessage}.
    public static final String VIDEO_JOBS = "video.jobs";

    /// worker to api and billing: {@link JobReport}.
    public static final String VIDEO_EVENTS = "video.events";

    /// billing to api: {@link HoldSettled}.
    public static final String VIDEO_SETTLEMENTS = "video.settlements";

    /// api to worker: {@link TenantEvent}.
    public static final String TENANT_EVENTS = "tenant.events";

    /// worker to api: {@link EventsStored}.
    public static final String TENANT_DELIVERIES = "tenant.deliveries";

    /// billing and worker to api: {@link TenantNotice}.
    public static final String TENANT_NOTICES = "tenant.notices";

    /// api to billing and worker: {@link NoticesStored}.
    public static final String TENANT_NOTICES_STORED = "tenant.notices.stored";

    /// api to worker: {@link ProvidersRang}.
    public static final String PROVIDER_CALLBACKS = "provider.callbacks";

    private Topics() {}
}
