package dev.reelay.api;

import dev.reelay.api.store.ObjectStore;
import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Status;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Ends a tenant's jobs of the APIs whose calls wait for that, as soon as they are there.
final class EndWaited implements AutoCloseable {
    /// The APIs whose calls wait.
    static final Set<String> DIALECTS = Set.of("aigate", "a4f");

    private static final Logger LOG = Logger.getLogger(EndWaited.class);
    private static final int EVERY_MILLIS = 50;

    private final ScheduledExecutorService beside = Executors.newSingleThreadScheduledExecutor();
    private final Set<String> ended = new HashSet<>();
    private final Jdbi jdbi;
    private final ObjectStore store;
    private final TestTenant tenant;
    private final Worker worker;
    private volatile @Nullable Failure failure;

    EndWaited(Jdbi jdbi, ObjectStore store, TestTenant tenant, Worker worker) {
        this.jdbi = jdbi;
        this.store = store;
        this.tenant = tenant;
        this.worker = worker;
        beside.scheduleWithFixedDelay(this::end, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// How those end that come from now on; null where they complete.
    void endWith(@Nullable Failure failure) {
        this.failure = failure;
    }

    private void end() {
        try {
            waited().stream().filter(job -> !ended.contains(job)).forEach(this::end);
        } catch (RuntimeException e) {
            // As a worker that was interrupted: what is left is found again.
            LOG.warn("jobs that are waited for could not be ended", e);
        }
    }

    private List<String> waited() {
        return jdbi.withHandle(
                handle ->
                        handle
                                .createQuery(
                                        """
                                        select id from job
                                         where tenant_id = :tenant and dialect in (<dialects>)
                                           and state in ('queued', 'in_progress')
                                        """)
                                .bind("tenant", UUID.fromString(tenant.id()))
                                .bindList("dialects", List.copyOf(DIALECTS))
                                .mapTo(UUID.class)
                                .list()
                                .stream()
                                .map(id -> "video_" + id.toString().replace("-", ""))
                                .toList());
    }

    private void end(String video) {
        var failed = failure;
        if (failed == null) {
            var file = "a clip".getBytes(StandardCharsets.UTF_8);
            worker.completed(tenant, video, Clip.store(store, tenant, video, 0, file));
        } else {
            worker.ended(tenant, video, Status.FAILED, failed);
        }
        ended.add(video);
    }

    @Override
    public void close() {
        beside.shutdownNow();
        beside.close();
    }
}
