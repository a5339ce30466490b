package dev.reelay.worker.execution;

import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobMessage;
import dev.reelay.common.event.JobMessage.CancelAsked;
import dev.reelay.common.event.JobMessage.Requested;
import dev.reelay.common.event.JobSpec;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/// Takes what the api says on topic `video.jobs` into the database and is done with it. A record
/// may come twice or late; one that cannot be read is skipped.
@ApplicationScoped
class StoreExecutions {
    private static final Logger LOG = Logger.getLogger(StoreExecutions.class);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

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
            untilTaken(specs, intake::store);
        }
        for (var cancel : cancels) {
            untilTaken(List.of(cancel), one -> one.forEach(intake::cancel));
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

    /// Waits as long as the database is away; what the database refuses for its content is poison
    /// and skipped, alone.
    private static <T> void untilTaken(List<T> all, Consumer<List<T>> take)
            throws InterruptedException {
        for (var tries = 0; ; tries++) {
            try {
                take.accept(all);
                return;
            } catch (JdbiException e) {
                if (refusesContent(e)) {
                    skipPoison(all, take, e);
                    return;
                }
                if (tries == 0) {
                    LOG.warnf(e, "Records wait for the database; count=%d", all.size());
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private static <T> void skipPoison(List<T> all, Consumer<List<T>> take, JdbiException why)
            throws InterruptedException {
        if (all.size() == 1) {
            LOG.errorf("A record of video.jobs was skipped; why=%s", state(why));
            return;
        }
        for (var one : all) {
            untilTaken(List.of(one), take);
        }
    }

    /// Classes 22 and 23: a value or a constraint. Everything else passes.
    private static boolean refusesContent(JdbiException e) {
        var state = state(e);
        return state.startsWith("22") || state.startsWith("23");
    }

    private static String state(JdbiException e) {
        return e.getCause() instanceof SQLException sql && sql.getSQLState() != null
                ? sql.getSQLState()
                : "";
    }
}
