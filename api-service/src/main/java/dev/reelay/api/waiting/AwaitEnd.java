package dev.reelay.api.waiting;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.event.TailEvents;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.PostgresJobs;
import dev.reelay.common.id.JobId;
import dev.reelay.common.id.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/// Holds a call until its job has ended. The job's row is read when the log tells news of it, never
/// in between, so it does not matter which replica holds the call or makes the news.
@Singleton
public final class AwaitEnd {
    private static final Logger LOG = Logger.getLogger(AwaitEnd.class);
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /// Many jobs may end at once; the other requests need the database too.
    private static final int READ_AT_ONCE = 8;

    private final PostgresJobs jobs;
    private final TailEvents tail;
    private final WaitingConfig config;
    private final InstantSource clock;
    private final CurrentVertxRequest request;
    private final Semaphore reads = new Semaphore(READ_AT_ONCE);
    private final Set<WaitingCall> calls;
    private volatile boolean stopping;

    AwaitEnd(
            PostgresJobs jobs,
            TailEvents tail,
            WaitingConfig config,
            InstantSource clock,
            CurrentVertxRequest request,
            MeterRegistry meters) {
        this.jobs = jobs;
        this.tail = tail;
        this.config = config;
        this.clock = clock;
        this.request = request;
        calls =
                meters.gaugeCollectionSize(
                        "reelay.waiting.calls", Tags.empty(), ConcurrentHashMap.newKeySet());
    }

    /// The calls end with the process; their jobs do not.
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        calls.forEach(WaitingCall::giveUp);
    }

    /// Whether one more call can wait here.
    public boolean hasRoom() {
        return !stopping && calls.size() < config.mostCalls();
    }

    /// Throws {@link GatewayException} where no more calls can wait here. To be asked before a job
    /// is accepted whose answer is its end.
    public void refuseWithoutRoom() {
        if (!hasRoom()) {
            throw new GatewayException(new GatewayError.TryLater(WAIT));
        }
    }

    /// The job at its end; as it is by then where the worker did not tell of its deadline in time,
    /// where the client has gone or this process stops.
    public Job end(Job job) {
        return end(job, job.spec().deadline().plus(config.grace()));
    }

    /// The job at its end, or as it is after so long.
    public Job end(Job job, Duration most) {
        return end(job, clock.instant().plus(most));
    }

    /// Nothing of the job is kept while it is awaited, so that a call costs little but its thread.
    private Job end(Job job, Instant limit) {
        return end(job.tenant(), job.id(), limit);
    }

    private Job end(TenantId tenant, JobId job, Instant limit) {
        var call = new WaitingCall(tail.watch(job));
        calls.add(call);
        try (call) {
            call.endWith(request.getCurrent());
            if (stopping) {
                call.giveUp();
            }
            return end(call, tenant, job, limit);
        } finally {
            calls.remove(call);
        }
    }

    private Job end(WaitingCall call, TenantId tenant, JobId job, Instant limit) {
        while (true) {
            var known = read(tenant, job);
            var left = Duration.between(clock.instant(), limit);
            var over = call.isGivenUp() || !left.isPositive();
            if (known.isPresent() && (over || known.get().state().ended())) {
                return known.get();
            }
            if (over) {
                throw new GatewayException(new GatewayError.TryLater(WAIT));
            }
            call.await(known.isPresent() || left.compareTo(AGAIN) < 0 ? left : AGAIN);
        }
    }

    /// Empty where the database did not answer: it may be away for a moment, and the job goes on.
    private Optional<Job> read(TenantId tenant, JobId job) {
        reads.acquireUninterruptibly();
        try {
            return Optional.of(
                    jobs.find(tenant, job)
                            .orElseThrow(
                                    () ->
                                            new GatewayException(
                                                    new GatewayError.NotFound("video"))));
        } catch (GatewayException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warnf(e, "a call that waits could not read its job job=%s", job);
            return Optional.empty();
        } finally {
            reads.release();
        }
    }
}
