package dev.reelay.worker.report;

import dev.reelay.common.event.JobReport;
import dev.reelay.common.id.JobId;
import dev.reelay.worker.loop.Bell;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.role.RoleStarts;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;

/// Publishes the reports that jobs owe. Whoever has changed a job rings here after the commit; what
/// was missed, for want of Kafka or of this process, a sweep of every worker finds. A report that
/// is published twice says the same twice.
@Singleton
public class TellReports {
    private static final Logger LOG = Logger.getLogger(TellReports.class);
    private static final int BATCH = 500;
    private static final int WAITING = 20_000; // more are left to the sweep
    private static final Duration SWEEP_EACH = Duration.ofSeconds(1);
    private static final Duration TELL_AGAIN = Duration.ofSeconds(5);
    private static final Duration MARK_EACH = Duration.ofMillis(30);

    private final BlockingQueue<JobId> changed = new LinkedBlockingQueue<>(WAITING);
    private final BlockingQueue<JobReport> acknowledged = new LinkedBlockingQueue<>();
    private final Bell changes = new Bell();
    private final Bell acks = new Bell();
    private final PostgresReports reports;
    private final ReportTopic topic;
    private final Work work;

    TellReports(PostgresReports reports, ReportTopic topic, Work work) {
        this.reports = reports;
        this.topic = topic;
        this.work = work;
    }

    void start(@Observes RoleStarts.Render event) {
        work.repeat("tell", SWEEP_EACH, changes, this::tellChanged);
        work.repeat("mark-told", SWEEP_EACH, acks, this::markTold);
        work.repeat("sweep-reports", SWEEP_EACH, new Bell(), this::sweep);
    }

    /// Says that a job may owe a report. Does not wait.
    public void tell(JobId job) {
        if (changed.offer(job)) {
            changes.ring();
        }
    }

    boolean tellChanged() {
        var jobs = new LinkedHashSet<JobId>();
        changed.drainTo(jobs, BATCH);
        publish(jobs);
        return !changed.isEmpty();
    }

    boolean sweep() {
        var forgotten = reports.takeForgotten(BATCH, TELL_AGAIN);
        publish(forgotten);
        return forgotten.size() == BATCH;
    }

    private void publish(Collection<JobId> jobs) {
        if (!jobs.isEmpty()) {
            for (var report : reports.owed(jobs)) {
                if (!topic.publish(report, this::told)) {
                    return; // Kafka is away; the rows go on owing
                }
            }
        }
    }

    private void told(JobReport report) {
        acknowledged.add(report);
        acks.ring();
    }

    /// Marks in batches: an acknowledgement waits a moment for others.
    boolean markTold() {
        if (acknowledged.isEmpty()) {
            return false;
        }
        gather();
        Map<JobId, Integer> versions = new HashMap<>();
        for (var report = acknowledged.poll(); report != null; report = acknowledged.poll()) {
            versions.merge(report.job(), report.version(), Math::max);
        }
        reports.mark(versions);
        LOG.debugf("Reports were told; jobs=%d", versions.size());
        return true;
    }

    private static void gather() {
        try {
            Thread.sleep(MARK_EACH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
