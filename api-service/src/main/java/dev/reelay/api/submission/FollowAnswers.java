package dev.reelay.api.submission;

import dev.reelay.api.sweep.Sweeper;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Notes whether the present request's answer told its client of the job. Many are noted at once, a
/// moment later; one that could not be noted counts as still on its way.
@Singleton
final class FollowAnswers {
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 500;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final CurrentVertxRequest request;
    private final PostgresRetries retries;
    private final BlockingQueue<Answered> answered = new ArrayBlockingQueue<>(MOST_WAITING);
    private @Nullable Sweeper notes;

    /// @param told the answer named the job and was written whole
    record Answered(TenantId tenant, JobId job, boolean told) {}

    FollowAnswers(CurrentVertxRequest request, PostgresRetries retries) {
        this.request = request;
        this.retries = retries;
    }

    void start(@Observes StartupEvent event) {
        notes = Sweeper.start("answers", PAUSE, this::note);
    }

    void stop(@Observes ShutdownEvent event) {
        if (notes != null) {
            notes.close();
        }
        note();
    }

    /// To be called within the request, before it is answered.
    void follow(TenantId tenant, JobId job) {
        var exchange = request.getCurrent();
        exchange.addEndHandler(
                ended -> add(tenant, job, ended.succeeded() && isAccepted(exchange)));
        if (exchange.response().closed()) {
            add(tenant, job, false);
        }
    }

    private static boolean isAccepted(RoutingContext exchange) {
        return exchange.response().getStatusCode() / 100 == 2;
    }

    /// Never waits: this is the thread that serves the connections.
    private void add(TenantId tenant, JobId job, boolean told) {
        answered.offer(new Answered(tenant, job, told));
    }

    private void note() {
        var some = new ArrayList<Answered>();
        if (answered.drainTo(some, MOST_AT_ONCE) == 0) {
            return;
        }
        try {
            retries.note(some);
        } catch (RuntimeException e) {
            some.forEach(answered::offer);
            throw e;
        }
    }
}
