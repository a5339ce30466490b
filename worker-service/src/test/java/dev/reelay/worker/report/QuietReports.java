package dev.reelay.worker.report;

import dev.reelay.common.event.JobReport;
import dev.reelay.common.id.JobId;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.provider.Routes;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/// Reports of a worker whose telling is not running: what is owed stays owed and can be read.
public final class QuietReports {
    private final PostgresReports reports;
    private final TellReports telling;

    public QuietReports(Jdbi jdbi, Routes routes, Work work) {
        reports = new PostgresReports(jdbi, routes);
        telling = new TellReports(reports, new ReportTopic(Map.of()), work);
    }

    public TellReports telling() {
        return telling;
    }

    /// The report that the job owes.
    public JobReport owed(JobId job) {
        return reports.owed(List.of(job)).getFirst();
    }

    public boolean owes(JobId job) {
        return !reports.owed(List.of(job)).isEmpty();
    }

    /// Marks the present report as told.
    public void told(JobId job) {
        reports.mark(Map.of(job, owed(job).version()));
    }
}
