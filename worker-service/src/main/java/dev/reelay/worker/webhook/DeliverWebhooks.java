package dev.reelay.worker.webhook;

import dev.reelay.worker.egress.Egress;
import dev.reelay.worker.egress.EgressAnswer;
import dev.reelay.worker.egress.EgressAnswer.Answered;
import dev.reelay.worker.egress.EgressAnswer.Nothing;
import dev.reelay.worker.egress.EgressRequest;
import dev.reelay.worker.endpoint.DeriveKeys;
import dev.reelay.worker.loop.Bell;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.role.RoleStarts;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/// Posts what is due and keeps what came of it. A worker that dies between a receiver's answer and
/// its record leaves the delivery due: the receiver gets the same again and knows it by its id.
@Singleton
class DeliverWebhooks {
    private static final Logger LOG = Logger.getLogger(DeliverWebhooks.class);
    private static final Duration LOOK_EACH = Duration.ofMillis(250);
    private static final Duration FORGET_EACH = Duration.ofMinutes(1);
    private static final int FORGOTTEN_AT_ONCE = 1000;
    private static final int BATCH = 100;
    private static final int MOST_READ = 16 * 1024;
    private static final int MOST_KEPT = 1024;

    private final PostgresDeliveries deliveries;
    private final Egress egress;
    private final DeriveKeys keys;
    private final KeepAttempts attempts;
    private final PostgresLanes lanes;
    private final WebhookConfig config;
    private final DeliveryMachine machine;
    private final MeterRegistry meters;
    private final Work work;
    private final Semaphore room;
    private final Semaphore slowRoom;
    private final Bell bell = new Bell();

    DeliverWebhooks(
            PostgresDeliveries deliveries,
            KeepAttempts attempts,
            PostgresLanes lanes,
            Egress egress,
            DeriveKeys keys,
            WebhookConfig config,
            MeterRegistry meters,
            Work work) {
        this.deliveries = deliveries;
        this.egress = egress;
        this.keys = keys;
        this.attempts = attempts;
        this.lanes = lanes;
        this.config = config;
        this.machine = new DeliveryMachine(config.retryAfter(), config.timeScale());
        this.meters = meters;
        this.work = work;
        room = new Semaphore(config.atOnce());
        slowRoom = new Semaphore(config.slowAtOnce());
    }

    void start(@Observes RoleStarts.Webhook event) {
        work.repeat("deliver", LOOK_EACH, bell, this::deliverDue);
        work.repeat("sweep-deliveries", FORGET_EACH, new Bell(), this::forget);
    }

    /// Says that something is due. Does not wait.
    void soon() {
        bell.ring();
    }

    private boolean forget() {
        lanes.forget();
        return deliveries.forget(FORGOTTEN_AT_ONCE) == FORGOTTEN_AT_ONCE;
    }

    /// Answers whether there may be more that is due.
    boolean deliverDue() {
        var quick = Math.min(BATCH, room.availablePermits());
        var slow = Math.min(BATCH, slowRoom.availablePermits());
        if (quick + slow == 0) {
            return false; // an attempt that ends rings
        }
        var due = deliveries.claimDue(quick, slow);
        due.forEach(this::hand);
        var slowDue = due.stream().filter(delivery -> delivery.lane().slow()).count();
        return (slow > 0 && slowDue == slow) || (quick > 0 && due.size() - slowDue == quick);
    }

    private void hand(Delivery delivery) {
        var place = delivery.lane().slow() ? slowRoom : room;
        place.acquireUninterruptibly(); // only this loop takes permits, and it saw enough
        work.hand(
                () -> {
                    try {
                        deliver(delivery);
                    } catch (RuntimeException e) {
                        LOG.warnf(e, "An attempt was not kept; delivery=%s", delivery);
                    } finally {
                        place.release();
                        bell.ring();
                    }
                });
    }

    private void deliver(Delivery delivery) {
        if (delivery.obstacle().isPresent()) {
            deliveries.giveUp(delivery, delivery.obstacle().get());
            return;
        }
        var started = Instant.now();
        var answer = post(delivery, started);
        record(delivery, started, answer);
    }

    EgressAnswer post(Delivery delivery, Instant at) {
        return egress.call(
                EgressRequest.post(
                        delivery.url(),
                        headers(delivery, at),
                        delivery.body(),
                        config.limit(),
                        MOST_READ));
    }

    private Map<String, String> headers(Delivery delivery, Instant at) {
        var signing = delivery.signing();
        var all =
                keys.keys(
                        delivery.tenant(),
                        delivery.endpoint(),
                        signing.generation(),
                        signing.previousToo());
        var key = delivery.openRouterKey();
        return key == null
                ? SignWebhook.headers(all, delivery.event(), at, delivery.body())
                : SignWebhook.openRouterHeaders(
                        all.getFirst().secret().text(), key, at, delivery.body());
    }

    void record(Delivery delivery, Instant started, EgressAnswer answer) {
        var ended = Instant.now();
        var next = next(delivery, AttemptOutcome.of(answer, ended));
        var attempt = attempt(answer, started, Duration.between(started, ended));
        var kept = attempts.keep(new Kept(delivery, attempt, next));
        meters.counter("reelay.webhook.attempts", "outcome", word(next)).increment();
        LOG.debugf("An attempt ended; delivery=%s next=%s kept=%s", delivery, next, kept);
    }

    /// A test is not repeated: who asked for it is looking.
    private DeliveryMachine.Next next(Delivery delivery, AttemptOutcome outcome) {
        var made =
                delivery.isTest()
                        ? config.retryAfter().size()
                        : delivery.attempts() - delivery.attemptsBefore();
        return machine.after(made, outcome, ThreadLocalRandom.current().nextDouble());
    }

    private static String word(DeliveryMachine.Next next) {
        return switch (next) {
            case DeliveryMachine.Next.Delivered _ -> "delivered";
            case DeliveryMachine.Next.RetryIn _ -> "retrying";
            case DeliveryMachine.Next.Exhausted _ -> "exhausted";
        };
    }

    private static Attempt attempt(EgressAnswer answer, Instant started, Duration took) {
        return switch (answer) {
            case Answered(var status, _, var beginning) ->
                    new Attempt(
                            started,
                            took,
                            status,
                            null,
                            Arrays.copyOf(beginning, Math.min(beginning.length, MOST_KEPT)));
            case Nothing nothing -> new Attempt(started, took, null, nothing.why(), null);
        };
    }
}
