package dev.reelay.api.dialect.openai;

import dev.reelay.api.body.Fields;
import dev.reelay.api.dialect.Call;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.job.PostgresJobs;
import dev.reelay.api.job.VideoId;
import jakarta.inject.Singleton;
import java.util.Set;

/// Finds the video that another one is made from: the tenant's own, completed, its files there.
/// Refuses by {@link GatewayException} what is not.
@Singleton
final class OwnVideo {
    static final String FIELD = "video";

    private final PostgresJobs jobs;

    OwnVideo(PostgresJobs jobs) {
        this.jobs = jobs;
    }

    /// The one that `{"id": …}` names.
    Job named(Call call, Fields members) {
        members.refuseOthersThan(Set.of("id"));
        var id = members.text("id");
        if (id == null) {
            throw new GatewayException(new GatewayError.MissingField(FIELD));
        }
        return find(call, id);
    }

    Job find(Call call, String id) {
        var video =
                VideoId.parse(id)
                        .flatMap(known -> jobs.find(call.caller().tenant(), known))
                        .orElseThrow(
                                () -> new GatewayException(new GatewayError.NotFound("video")));
        if (video.state() != JobState.COMPLETED) {
            throw new GatewayException(new GatewayError.NotReady(video.state().word()));
        }
        if (video.filesGone()) {
            throw new GatewayException(new GatewayError.FilesGone());
        }
        return video;
    }
}
