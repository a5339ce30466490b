package dev.reelay.api.submission;

import dev.reelay.api.sweep.Sweeper;
import dev.reelay.common.event.JobMessage;
import dev.reelay.common.event.JobSpec;
import dev.reelay.common.id.JobId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells the worker of jobs: right after commit, and again by a sweeper whatever lacks its next
/// acknowledgement. Nothing here is lost with the process, for the rows say what is owed.
@Singleton
public final class AnnounceJobs {
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 500;
    private static final Duration SWEEP_PAUSE = Duration.ofSeconds(1);
    private static final Duration NO_PAUSE = Duration.ofMillis(1);
    private static final long LISTENED_MILLIS = 500;

    private final PostgresAnnouncements announcements;
    private final KafkaJobTopic topic;
    private final Counter told;
    private final Counter lost;
    private final BlockingQueue<Message> fresh = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Set<JobId> notTold = ConcurrentHashMap.newKeySet();
    private @Nullable Sweeper teller;
    private @Nullable Sweeper sweeper;

    private record Message(JobId job, JobMessage message) {}

    AnnounceJobs(PostgresAnnouncements announcements, KafkaJobTopic topic, MeterRegistry meters) {
        this.announcements = announcements;
        this.topic = topic;
        this.told = meters.counter("reelay.announcements", "outcome", "told");
        this.lost = meters.counter("reelay.announcements", "outcome", "lost");
    }

    void start(@Observes StartupEvent event) {
        teller = Sweeper.start("announce-fresh", NO_PAUSE, this::tellFresh);
        sweeper = Sweeper.start("announce", SWEEP_PAUSE, this::sweep);
    }

    void stop(@Observes ShutdownEvent event) {
        if (sweeper != null) {
            sweeper.close();
        }
        if (teller != null) {
            teller.close();
        }
        tellWaiting();
    }

    /// For a job whose row was just committed. Never waits; what does not fit the sweeper tells.
    public void soon(JobSpec spec) {
        fresh.offer(new Message(spec.job(), new JobMessage.Requested(spec)));
    }

    /// For a job whose wish to stop was just committed.
    public void cancelSoon(JobSpec spec) {
        fresh.offer(new Message(spec.job(), new JobMessage.CancelAsked(spec.job(), spec.tenant())));
    }

    /// Whether a broker takes what is told.
    public boolean isHeard() {
        return topic.isReachable();
    }

    private void tellFresh() {
        try {
            var first = fresh.poll(LISTENED_MILLIS, TimeUnit.MILLISECONDS);
            if (first == null) {
                return;
            }
            if (topic.isReachable()) {
                tell(first);
                tellWaiting();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellWaiting() {
        var waiting = new ArrayList<Message>();
        fresh.drainTo(waiting);
        if (!waiting.isEmpty() && topic.isReachable()) {
            waiting.forEach(this::tell);
        }
    }

    /// Without a broker nothing is claimed, so that no job's back-off grows for nothing.
    private void sweep() {
        putBack();
        List<PostgresAnnouncements.Due> due;
        do {
            if (!topic.isReachable()) {
                return;
            }
            due = announcements.claim(MOST_AT_ONCE);
            due.forEach(this::tell);
        } while (due.size() == MOST_AT_ONCE);
    }

    private void putBack() {
        var jobs = new HashSet<>(notTold);
        if (!jobs.isEmpty()) {
            announcements.putBack(jobs);
            notTold.removeAll(jobs);
        }
    }

    /// The wish to stop follows its job on the same partition.
    private void tell(PostgresAnnouncements.Due due) {
        var spec = due.spec();
        tell(new Message(spec.job(), new JobMessage.Requested(spec)));
        if (due.cancelAsked()) {
            tell(new Message(spec.job(), new JobMessage.CancelAsked(spec.job(), spec.tenant())));
        }
    }

    private void tell(Message message) {
        told.increment();
        topic.publish(
                message.job(),
                message.message(),
                () -> {
                    lost.increment();
                    notTold.add(message.job());
                });
    }
}
