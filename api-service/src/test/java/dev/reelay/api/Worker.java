package dev.reelay.api;

import dev.reelay.common.event.JobReport;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Output;
import dev.reelay.common.event.JobReport.Status;
import dev.reelay.common.event.Topics;
import dev.reelay.common.id.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says what worker-service would say; its messages are the contract.
final class Worker implements AutoCloseable {
    private final Broker broker = new Broker();

    void reports(JobReport report) {
        broker.send(Topics.VIDEO_EVENTS, report.job().toString(), report);
    }

    void stored(TestTenant tenant, String video) {
        reports(report(tenant, video, 1, Status.QUEUED, 0, List.of(), null));
    }

    void inProgress(TestTenant tenant, String video, int version, int progress) {
        reports(report(tenant, video, version, Status.IN_PROGRESS, progress, List.of(), null));
    }

    void completed(TestTenant tenant, String video, Output... outputs) {
        reports(report(tenant, video, 50, Status.COMPLETED, 100, List.of(outputs), null));
    }

    void ended(TestTenant tenant, String video, Status status, Failure failure) {
        reports(report(tenant, video, 60, status, 35, List.of(), failure));
    }

    static JobReport report(
            TestTenant tenant,
            String video,
            int version,
            Status status,
            int progress,
            List<Output> outputs,
            @Nullable Failure failure) {
        return new JobReport(
                Ids.job(video),
                TenantId.of(tenant.id()),
                version,
                status,
                progress,
                status == Status.QUEUED ? null : Instant.now().minusSeconds(5),
                status.ended() ? Instant.now() : null,
                outputs,
                failure,
                List.of());
    }

    void says(String topic, String text) {
        broker.sendText(topic, "poison", text);
    }

    @Override
    public void close() {
        broker.close();
    }
}
