package dev.reelay.api;

import dev.reelay.common.event.JobMessage;
import dev.reelay.common.id.JobId;

/// From what a client sees to what the services say.
public final class Ids {
    private Ids() {}

    public static JobId job(String videoId) {
        var hex = videoId.substring("video_".length());
        return JobId.of(hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
    }

    static JobId of(JobMessage message) {
        return switch (message) {
            case JobMessage.Requested(var spec) -> spec.job();
            case JobMessage.CancelAsked(var job, _) -> job;
        };
    }
}
