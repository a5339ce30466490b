package dev.reelay.common.event;

/// Names of the topics. The key of every record is the job id.
public final class Topics {
    /// api to worker: {@link JobMessage}.
    public static final String VIDEO_JOBS = "video.jobs";

    /// worker to api and billing: {@link JobReport}.
    public static final String VIDEO_EVENTS = "video.events";

    /// billing to api: {@link HoldSettled}.
    public static final String VIDEO_SETTLEMENTS = "video.settlements";

    private Topics() {}
}
