package dev.reelay.api.report;

import dev.reelay.api.event.HandOverEvents;
import dev.reelay.api.event.TailEvents;
import dev.reelay.common.event.JobReport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.function.BinaryOperator;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/// Takes what the worker tells of jobs into their rows.
@Singleton
public final class ApplyReports {
    private final PostgresReports reports;
    private final TailEvents tail;
    private final HandOverEvents handOver;

    ApplyReports(PostgresReports reports, TailEvents tail, HandOverEvents handOver) {
        this.reports = reports;
        this.tail = tail;
        this.handOver = handOver;
    }

    @Incoming("video-events")
    @RunOnVirtualThread
    public void on(List<@Nullable String> records) {
        var newest = new HashMap<Whose, JobReport>();
        ReadMessages.read(records, JobReport.class, ApplyReports::isWhole)
                .forEach(
                        report ->
                                newest.merge(
                                        new Whose(report.tenant(), report.job()), report, newer()));
        if (!newest.isEmpty()) {
            UntilItPasses.apply(List.copyOf(newest.values()), reports::report);
            tail.ended(
                    newest.values().stream()
                            .filter(report -> report.status().ended())
                            .map(JobReport::job)
                            .toList());
            handOver.soon();
        }
    }

    private static boolean isWhole(JobReport report) {
        return report.job() != null && report.tenant() != null && report.status() != null;
    }

    private static BinaryOperator<JobReport> newer() {
        return (a, b) -> a.version() >= b.version() ? a : b;
    }
}
