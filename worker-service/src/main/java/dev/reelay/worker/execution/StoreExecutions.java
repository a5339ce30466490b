package dev.reelay.worker.execution;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobMessage;
import dev.reelay.common.event.JobMessage.CancelAsked;
import dev.reelay.common.event.JobMessage.Requested;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.event.Topics;
import dev.reelay.worker.store.UntilTaken;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/// Takes what the api says on topic `video.jobs` into the database and is done with it. A record
/// may come twice or late; one that cannot be read is skipped.
@ApplicationScoped
class StoreExecutions {
    private static final Logger LOG = Logger.getLogger(StoreExecutions.class);

    private final Intake intake;

    StoreExecutions(Intake intake) {
        this.intake = intake;
    }

    @Incoming("video-jobs")
    @RunOnVirtualThread
    void on(List<String> records) throws InterruptedException {
        var specs = new ArrayList<JobSpec>();
        var cancels = new ArrayList<CancelAsked>();
        for (var text : records) {
            read(text)
                    .ifPresent(
                            message -> {
                                switch (message) {
                                    case Requested(var spec) -> specs.add(spec);
                                    case CancelAsked cancel -> cancels.add(cancel);
                                }
                            });
        }
        if (!specs.isEmpty()) {
            UntilTaken.take(Topics.VIDEO_JOBS, specs, intake::store);
        }
        for (var cancel : cancels) {
            UntilTaken.take(Topics.VIDEO_JOBS, List.of(cancel), one -> one.forEach(intake::cancel));
        }
    }

    private static Optional<JobMessage> read(String text) {
        try {
            return Optional.of(EventJson.read(text, JobMessage.class));
        } catch (IllegalArgumentException e) {
            LOG.errorf("A record of video.jobs was skipped; why=%s", e.getMessage());
            return Optional.empty();
        }
    }
}
