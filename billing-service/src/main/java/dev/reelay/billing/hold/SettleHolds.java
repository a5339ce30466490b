package dev.reelay.billing.hold;

import dev.reelay.billing.database.DatabaseError;
import dev.reelay.billing.restore.PostgresGaps;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.event.JobReport;
import dev.reelay.common.id.JobId;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Captures or releases the holds of ended jobs. A report may come as often as it likes: the first
/// end settles, every later one has the settlement told again.
@ApplicationScoped
class SettleHolds {
    private static final Logger LOG = Logger.getLogger(SettleHolds.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final PostgresHolds holds;
    private final TellSettlements telling;
    private final PostgresGaps gaps;
    private final MeterRegistry metrics;

    SettleHolds(
            PostgresHolds holds,
            TellSettlements telling,
            PostgresGaps gaps,
            MeterRegistry metrics) {
        this.holds = holds;
        this.telling = telling;
        this.gaps = gaps;
        this.metrics = metrics;
    }

    /// One poll of `video.events`, acknowledged when all of it is settled.
    @Incoming("video-events")
    @RunOnVirtualThread
    public void on(List<String> reports) throws InterruptedException {
        var ended = new LinkedHashMap<JobId, JobReport>();
        for (var report : reports) {
            read(report)
                    .filter(read -> read.status().ended())
                    .ifPresent(read -> ended.putIfAbsent(read.job(), read));
        }
        if (!ended.isEmpty()) {
            settle(ended.values());
        }
    }

    private static Optional<JobReport> read(@Nullable String text) {
        try {
            var report = EventJson.read(String.valueOf(text), JobReport.class);
            // A member that is missing is null, whatever the record declares.
            if (report != null
                    && report.job() != null
                    && report.tenant() != null
                    && report.status() != null) {
                return Optional.of(report);
            }
            LOG.warn("a record on video.events was skipped why=incomplete");
        } catch (IllegalArgumentException e) {
            LOG.warnf("a record on video.events was skipped why=%s", e.getMessage());
        }
        return Optional.empty();
    }

    /// Until the database answers: then nothing is lost while it is away. What it refuses for good
    /// must not keep the others waiting, so such a batch is settled one by one.
    private void settle(Collection<JobReport> ended) throws InterruptedException {
        for (var wait = FIRST_WAIT; ; wait = longer(wait)) {
            try {
                telling.tell(settled(ended));
                return;
            } catch (JdbiException e) {
                if (DatabaseError.of(e) == DatabaseError.TRANSIENT) {
                    LOG.warnf(e, "settling waits for the database reports=%s", ended.size());
                    Thread.sleep(wait);
                } else if (ended.size() > 1) {
                    for (var report : ended) {
                        settle(List.of(report));
                    }
                    return;
                } else {
                    LOG.errorf(e, "a hold cannot be settled job=%s", ended.iterator().next().job());
                    return;
                }
            }
        }
    }

    private static Duration longer(Duration wait) {
        var twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
    }

    private List<Hold> settled(Collection<JobReport> ended) {
        var found =
                holds.find(ended.stream().map(JobReport::job).toList()).stream()
                        .collect(Collectors.toMap(Hold::job, hold -> hold));
        return Stream.concat(forgotten(ended, found.keySet()), settle(ended, found).stream())
                .toList();
    }

    /// Those whose holds the books had before they were set back: they cost nothing.
    private Stream<Hold> forgotten(Collection<JobReport> ended, Set<JobId> found) {
        return ended.stream()
                .filter(report -> !found.contains(report.job()) && gaps.mayHide(report.job()))
                .map(report -> Hold.forgotten(report.job(), report.tenant()));
    }

    private List<Hold> settle(Collection<JobReport> ended, Map<JobId, Hold> found) {
        var settlements =
                ended.stream().flatMap(report -> settlement(report, found).stream()).toList();
        if (settlements.isEmpty()) {
            return List.of();
        }
        var heldBefore =
                found.values().stream()
                        .filter(hold -> hold.state() == Hold.State.HELD)
                        .map(Hold::job)
                        .collect(Collectors.toSet());
        var standing = holds.settle(settlements);
        count(standing, heldBefore);
        return standing;
    }

    private static Optional<Settlement> settlement(JobReport report, Map<JobId, Hold> found) {
        var hold = found.get(report.job());
        if (hold == null || !hold.isOf(report)) {
            LOG.warnf(
                    "an ended job has no hold job=%s tenant=%s status=%s",
                    report.job(), report.tenant(), report.status().word());
            return Optional.empty();
        }
        return Optional.of(Settlement.of(hold, report));
    }

    private void count(Collection<Hold> standing, Set<JobId> heldBefore) {
        for (var hold : standing) {
            if (heldBefore.contains(hold.job())) {
                metrics.counter("reelay.settlements", "state", hold.state().word()).increment();
            }
        }
    }
}
