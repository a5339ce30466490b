package dev.reelay.api.submission;

import dev.reelay.api.credit.Billing;
import dev.reelay.api.credit.Facts;
import dev.reelay.api.credit.Price;
import dev.reelay.api.credit.Terms;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.api.job.Job;
import dev.reelay.api.job.JobState;
import dev.reelay.api.key.KeyMode;
import dev.reelay.api.store.StoreAwayException;
import dev.reelay.common.id.JobId;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;

/// Accepts a submission: writes the job, stores its inputs, holds the credits, queues. The row
/// comes first, so whatever is left half done has a row by which it is finished or given up.
@Singleton
public final class SubmitVideo {
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final PlanJob plan;
    private final PostgresAcceptance acceptance;
    private final JoinRetries joins;
    private final FollowAnswers answers;
    private final StoreInputs storeInputs;
    private final Billing billing;
    private final AnnounceJobs announce;
    private final CountSubmissions count;
    private final SubmissionConfig config;

    SubmitVideo(
            PlanJob plan,
            PostgresAcceptance acceptance,
            JoinRetries joins,
            FollowAnswers answers,
            StoreInputs storeInputs,
            Billing billing,
            AnnounceJobs announce,
            CountSubmissions count,
            SubmissionConfig config) {
        this.plan = plan;
        this.acceptance = acceptance;
        this.joins = joins;
        this.answers = answers;
        this.storeInputs = storeInputs;
        this.billing = billing;
        this.announce = announce;
        this.count = count;
        this.config = config;
    }

    /// An accepted job, as it was at that moment.
    ///
    /// @param replayed an earlier request that is the same was accepted
    public record Accepted(Job job, boolean replayed) {}

    /// Throws {@link GatewayException} where nothing was accepted; then nothing is held.
    public Accepted submit(Submission submission) {
        var accepted = count.outcome(() -> decide(submission));
        if (!accepted.replayed()) {
            announce.soon(accepted.job().spec());
        }
        return accepted;
    }

    private Accepted decide(Submission submission) {
        AcceptingJob accepting;
        try {
            accepting = plan.plan(submission, JobId.next());
        } catch (GatewayException e) {
            // What was accepted once stays accepted, even if it would be refused by now.
            return accepted(submission).orElseThrow(() -> e);
        }
        return switch (submission.idempotency()) {
            case Idempotency.Keyless keyless ->
                    joins.insertOrFind(accepting, keyless)
                            .map(job -> join(keyless, job, submission))
                            .orElseGet(() -> begin(accepting, submission));
            case Idempotency.Keyed keyed when !acceptance.insert(accepting, keyed) ->
                    again(known(submission, keyed), submission);
            case Idempotency.Keyed _ -> begin(accepting, submission);
            case null -> {
                acceptance.insert(accepting, null);
                yield begin(accepting, submission);
            }
        };
    }

    private Accepted begin(AcceptingJob accepting, Submission submission) {
        return finish(accepting.job(), 0, accepting.terms(), submission);
    }

    private Optional<Accepted> accepted(Submission submission) {
        var caller = submission.caller();
        return switch (submission.idempotency()) {
            case null -> Optional.empty();
            case Idempotency.Keyed keyed ->
                    acceptance
                            .known(caller.tenant(), keyed.route(), keyed.key())
                            .filter(known -> isSame(known, keyed))
                            .map(known -> again(known, submission));
            case Idempotency.Keyless keyless ->
                    joins.find(caller.tenant(), caller.key(), keyless)
                            .map(job -> join(keyless, job, submission));
        };
    }

    /// Not all clients ask again when they are told to, so a retry is answered when it is decided.
    private Accepted join(Idempotency.Keyless keyless, JobId job, Submission submission) {
        var tenant = submission.caller().tenant();
        answers.follow(tenant, job);
        var pauses = Pauses.atMost(config.acceptanceAwaited());
        do {
            var known =
                    acceptance
                            .known(tenant, keyless.route(), PostgresRetries.key(job))
                            // Refused just now: the next try begins afresh.
                            .orElseThrow(SubmitVideo::tryLater);
            if (known.job().state() != JobState.ACCEPTING) {
                return again(known, submission);
            }
            if (known.stale() && acceptance.takeOver(known)) {
                return finish(known, submission);
            }
        } while (pauses.pause());
        throw tryLater();
    }

    private static GatewayException tryLater() {
        return new GatewayException(new GatewayError.TryLater(WAIT));
    }

    private KnownJob known(Submission submission, Idempotency.Keyed keyed) {
        var known =
                acceptance
                        .known(submission.caller().tenant(), keyed.route(), keyed.key())
                        // Given up just now: the next try begins afresh.
                        .orElseThrow(() -> new GatewayException(new GatewayError.StillAccepting()));
        if (!isSame(known, keyed)) {
            throw new GatewayException(new GatewayError.KeyStandsForOther());
        }
        return known;
    }

    private static boolean isSame(KnownJob known, Idempotency idempotency) {
        return MessageDigest.isEqual(known.fingerprint(), idempotency.fingerprint());
    }

    private Accepted again(KnownJob known, Submission submission) {
        if (known.deleted()) {
            throw new GatewayException(new GatewayError.NotFound("video"));
        }
        return switch (known.job().state()) {
            case ACCEPTING -> takeOver(known, submission);
            case ABANDONED -> throw new GatewayException(new GatewayError.StillAccepting());
            case QUEUED, IN_PROGRESS, COMPLETED, FAILED, CANCELLED, EXPIRED ->
                    new Accepted(asAccepted(known.job()), true);
        };
    }

    private Accepted takeOver(KnownJob known, Submission submission) {
        if (!known.stale() || !acceptance.takeOver(known)) {
            throw new GatewayException(new GatewayError.StillAccepting());
        }
        return finish(known, submission);
    }

    private Accepted finish(KnownJob known, Submission submission) {
        return finish(known.job(), known.takeovers() + 1, known.terms(), submission);
    }

    private Accepted finish(Job job, int takeovers, Terms terms, Submission submission) {
        try {
            storeInputs.store(job.spec(), submission.inputs());
        } catch (StoreAwayException e) {
            acceptance.abandon(job);
            throw e;
        }
        var mode = job.spec().test() ? KeyMode.TEST : KeyMode.LIVE;
        // The hold carries the job's id: if we die here, the sweeper finds the row and voids it.
        var answer =
                billing.hold(
                        job.id(),
                        job.tenant(),
                        mode,
                        Facts.of(job.spec()),
                        terms,
                        submission.asker());
        var alone = takeovers == 0 && StoreInputs.ownInputs(job.spec()).isEmpty();
        return switch (AfterHold.of(answer, alone)) {
            case AfterHold.Queue(var price) -> queue(job, price);
            case AfterHold.Forget(var error) -> {
                if (!acceptance.forget(job)) {
                    acceptance.abandon(job);
                }
                throw new GatewayException(error);
            }
            case AfterHold.Abandon(var error) -> {
                acceptance.abandon(job);
                throw new GatewayException(error);
            }
            case AfterHold.Late() -> {
                acceptance.abandon(job);
                throw tryLater();
            }
            case AfterHold.Leave() -> throw tryLater();
        };
    }

    private Accepted queue(Job job, Price price) {
        if (acceptance.queue(job, price)) {
            return new Accepted(job.queuedAt(price), false);
        }
        // Somebody else took this step: either it was queued, or it was given up.
        return acceptance
                .find(job.tenant(), job.id())
                .filter(now -> now.price() != null)
                .map(now -> new Accepted(asAccepted(now), false))
                .orElseThrow(SubmitVideo::tryLater);
    }

    private static Job asAccepted(Job job) {
        var price = job.price();
        if (price == null) {
            throw new IllegalStateException("an accepted job has no price: " + job.id());
        }
        return job.queuedAt(price);
    }
}
