package dev.reelay.api.restore;

import dev.reelay.api.credit.Billing;
import dev.reelay.api.credit.Billing.StandingHold;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.kafka.KafkaPublisher;
import dev.reelay.common.event.JobMessage;
import dev.reelay.common.event.Topics;
import dev.reelay.common.id.JobId;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Gives back what jobs hold or were charged that this database has forgotten: their tenants cannot
/// get at them any more. The worker is asked to stop them, which may save the render.
@Singleton
final class DisownJobs {
    private static final Logger LOG = Logger.getLogger(DisownJobs.class);
    private static final String REASON =
            "the job was forgotten when the service was restored from a backup";

    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final PostgresGaps gaps;
    private final Billing billing;
    private final RefundJob refunds;
    private final KafkaPublisher kafka;

    DisownJobs(PostgresGaps gaps, Billing billing, RefundJob refunds, KafkaPublisher kafka) {
        this.gaps = gaps;
        this.billing = billing;
        this.refunds = refunds;
        this.kafka = kafka;
    }

    /// Goes on where it, or another replica, was broken off. Throws where billing does not answer.
    void all() {
        for (var open = gaps.open(); open.isPresent(); open = gaps.open()) {
            page(open.get());
        }
    }

    private void page(PostgresGaps.Open open) {
        var holds = billing.standing(open.seenTo(), JobId.firstAt(open.gap().until()));
        var known = gaps.known(holds.stream().map(StandingHold::job).toList());
        var strangers =
                holds.stream()
                        .filter(hold -> hold.held() || hold.captured())
                        .filter(hold -> !known.contains(hold.job()))
                        .toList();
        strangers.forEach(this::disown);
        if (strangers.stream().noneMatch(StandingHold::held)) { // else one may have ended meanwhile
            gaps.seen(open, holds.isEmpty() ? null : holds.getLast().job());
        }
    }

    private void disown(StandingHold hold) {
        LOG.warnf(
                "a job was forgotten job=%s tenant=%s hold=%s",
                hold.job(), hold.tenant(), hold.state());
        if (hold.held()) {
            giveUp(hold);
        } else {
            refunds.refund(hold.job(), REASON);
        }
    }

    private void giveUp(StandingHold hold) {
        var asked = new JobMessage.CancelAsked(hold.job(), hold.tenant());
        kafka.publish(
                Topics.VIDEO_JOBS,
                hold.job().toString(),
                asked,
                () -> LOG.infof("the worker was not told job=%s", hold.job()));
        if (!billing.voidHold(hold.job(), hold.tenant())) {
            throw new GatewayException(new GatewayError.TryLater(AGAIN));
        }
    }
}
