package dev.reelay.billing.hold;

import dev.reelay.billing.restore.PostgresGaps;
import dev.reelay.billing.sweep.Sweeper;
import dev.reelay.common.event.EventJson;
import dev.reelay.common.id.JobId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/// Publishes `HoldSettled` for each settled hold, until Kafka has it. The row owes the message:
/// what is not told here, because Kafka or this process was away, a sweep of any replica tells.
@ApplicationScoped
class TellSettlements {
    private static final Logger LOG = Logger.getLogger(TellSettlements.class);
    private static final int MOST_AT_ONCE = 500;

    private final PostgresHolds holds;
    private final PostgresGaps gaps;
    private final Emitter<Record<String, String>> topic;
    private final MeterRegistry metrics;
    private final Sweeper sweeper = new Sweeper("tell-settlements");

    TellSettlements(
            PostgresHolds holds,
            PostgresGaps gaps,
            // Senders wait for their acknowledgements, and that bounds the buffer.
            @Channel("video-settlements") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    Emitter<Record<String, String>> topic,
            MeterRegistry metrics) {
        this.holds = holds;
        this.gaps = gaps;
        this.topic = topic;
        this.metrics = metrics;
    }

    private record Sending(JobId job, Future<Void> acknowledged) {}

    /// Publishes and waits for Kafka's word. What it does not take stays owed.
    void tell(Collection<Hold> settled) throws InterruptedException {
        var sendings = settled.stream().map(this::send).toList();
        var told = new ArrayList<JobId>();
        for (var sending : sendings) {
            if (isAcknowledged(sending)) {
                told.add(sending.job());
            }
        }
        if (!told.isEmpty()) {
            holds.told(told);
            metrics.counter("reelay.settlements.told").increment(told.size());
        }
    }

    private Sending send(Hold hold) {
        var told = hold.told().after(gaps.count());
        var message = Record.of(hold.job().toString(), EventJson.write(told));
        return new Sending(hold.job(), topic.send(message).toCompletableFuture());
    }

    private static boolean isAcknowledged(Sending sending) throws InterruptedException {
        try {
            sending.acknowledged().get();
            return true;
        } catch (ExecutionException e) {
            LOG.warnf("a settlement is told later job=%s why=%s", sending.job(), e.getCause());
            return false;
        }
    }

    void start(@Observes StartupEvent started) {
        sweeper.start(this::sweep);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        sweeper.stop();
    }

    private void sweep() {
        try {
            var overdue = holds.claimUntold(MOST_AT_ONCE);
            while (!overdue.isEmpty()) {
                tell(overdue);
                overdue = holds.claimUntold(MOST_AT_ONCE);
            }
        } catch (JdbiException e) {
            LOG.warnf("the sweep of settlements waits for the database why=%s", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
