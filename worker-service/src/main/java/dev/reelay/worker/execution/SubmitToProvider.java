package dev.reelay.worker.execution;

import dev.reelay.worker.account.AccountHealth;
import dev.reelay.worker.execution.ExecutionEvent.Earlier;
import dev.reelay.worker.execution.ExecutionEvent.Submitted;
import dev.reelay.worker.execution.ExecutionState.Submitting;
import dev.reelay.worker.execution.Outcome.TooLate;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.provider.PrepareAttempt;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.Providers;
import dev.reelay.worker.provider.SubmitAnswer;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAnswer.AccountRefused;
import dev.reelay.worker.provider.SubmitAnswer.Busy;
import dev.reelay.worker.provider.SubmitAnswer.Later;
import dev.reelay.worker.provider.SubmitAnswer.NotSent;
import dev.reelay.worker.provider.SubmitAnswer.Refused;
import dev.reelay.worker.provider.SubmitAnswer.Unknown;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.UsableAccounts;
import dev.reelay.worker.role.RoleStarts;
import dev.reelay.worker.slot.Claim;
import dev.reelay.worker.slot.Slots;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/// Claims an execution when a slot is free, commits the intent, sends once.
@Singleton
class SubmitToProvider {
    private static final Logger LOG = Logger.getLogger(SubmitToProvider.class);
    private static final Duration LOOK_EACH = Duration.ofMillis(200);
    private static final Duration ANSWER_KEPT = Duration.ofMinutes(2);
    private static final Duration BETWEEN_SAVES = Duration.ofMillis(500);

    private final Slots slots;
    private final Executions executions;
    private final AdvanceExecution advance;
    private final SendAttempt sending;
    private final AccountHealth health;
    private final Providers providers;
    private final PrepareAttempt prepare;
    private final ExecutionConfig config;
    private final Bells bells;
    private final Work work;
    private final Room room;

    SubmitToProvider(
            Slots slots,
            Executions executions,
            AdvanceExecution advance,
            SendAttempt sending,
            AccountHealth health,
            Providers providers,
            PrepareAttempt prepare,
            ExecutionConfig config,
            Bells bells,
            Work work) {
        this.slots = slots;
        this.executions = executions;
        this.advance = advance;
        this.sending = sending;
        this.health = health;
        this.providers = providers;
        this.prepare = prepare;
        this.config = config;
        this.bells = bells;
        this.work = work;
        room = new Room(config.submitsAtOnce());
    }

    void start(@Observes RoleStarts.Render event) {
        allowSlots();
        work.repeat("claim", LOOK_EACH, bells.claims(), this::claimNext);
    }

    private void allowSlots() {
        providers.own().forEach(name -> slots.allow(name, name, providers.use(name).slots()));
    }

    /// Answers whether there may be more to claim.
    boolean claimNext() {
        var usable = providers.usable();
        var open = room.open(usable.providers());
        if (open.isEmpty()) {
            return false; // a submit that ends rings
        }
        // No claim: nothing waits, no slot is free, or another worker took it.
        var claim = slots.claimFairest(new UsableAccounts(open, usable.except()), config.lease());
        claim.ifPresent(this::hand);
        return claim.isPresent();
    }

    private void hand(Claim claim) {
        var provider = claim.route().provider();
        room.take(provider);
        work.hand(() -> releasing(provider, () -> submit(claim)));
    }

    private void releasing(String provider, Runnable submit) {
        try {
            submit.run();
        } catch (RuntimeException e) {
            LOG.warnf(e, "A submit was broken off; its lease will end and it is looked into");
        } finally {
            room.leave(provider);
            bells.claims().ring();
        }
    }

    private void submit(Claim claim) {
        providers.get(claim.account()); // nothing is promised to an account that cannot be opened
        if (claim.trial()) {
            health.onTrial(claim.account());
        }
        var claimed = Execution.of(claim);
        var attempt = prepare.attempt(claim.attempt(), claim.spec(), claim.output(), claim.route());
        if (executions.intend(claimed)) { // committed before the first byte leaves
            var intended = claimed.with(claimed.epoch(), new Submitting(attempt.id(), true));
            send(intended, attempt, Earlier.NONE);
        }
    }

    /// Sends an attempt whose intent is committed.
    void send(Execution intended, SubmitAttempt attempt, Earlier earlier) {
        var account = intended.usedAccount();
        var answer = sending.send(providers.get(account), attempt);
        log(intended, answer);
        keep(intended, answer, earlier, attempt.id());
        health.note(account, answer);
    }

    /// A refusal's own words may repeat the prompt.
    private static void log(Execution intended, SubmitAnswer answer) {
        switch (answer) {
            case Accepted _ -> LOG.debugf("A submit was accepted; execution=%s", intended);
            case Refused(var why) ->
                    LOG.infof("A submit was refused; execution=%s why=%s", intended, why.reason());
            case AccountRefused(var why) ->
                    LOG.warnf("An account was refused; execution=%s why=%s", intended, why);
            case Busy(var why, _) ->
                    LOG.infof("A provider was busy; execution=%s why=%s", intended, why);
            case NotSent(var why, _) ->
                    LOG.infof("Nothing was sent; execution=%s why=%s", intended, why);
            case Unknown(var why) ->
                    LOG.warnf("A submit has no answer; execution=%s why=%s", intended, why);
        }
    }

    /// An answer may be all that tells of a task that costs money: while the database is away it is
    /// kept in hand.
    private void keep(Execution intended, SubmitAnswer answer, Earlier earlier, UUID attempt) {
        var until = System.nanoTime() + ANSWER_KEPT.toNanos();
        for (var tries = 0; ; tries++) {
            try {
                var routeLeft = refuses(answer) && executions.next(intended).isPresent();
                save(intended, new Submitted(answer, routeLeft, earlier), attempt);
                return;
            } catch (JdbiException e) {
                if (System.nanoTime() > until || work.stopping()) {
                    throw e;
                }
                if (tries == 0) {
                    LOG.warnf(e, "An answer waits for the database; execution=%s", intended);
                }
                LockSupport.parkNanos(BETWEEN_SAVES.toNanos());
            }
        }
    }

    private static boolean refuses(SubmitAnswer answer) {
        return switch (answer) {
            case Refused _, AccountRefused _ -> true;
            case Accepted _, Later _, Unknown _ -> false;
        };
    }

    private void save(Execution intended, Submitted event, UUID attempt) {
        if (advance.apply(intended, event) instanceof TooLate) {
            event.started().ifPresent(task -> tellSuccessor(intended, event, attempt, task));
        }
    }

    private void tellSuccessor(
            Execution intended, Submitted event, UUID attempt, ProviderTask task) {
        executions
                .liveWithAttempt(attempt)
                .ifPresentOrElse(
                        now -> advance.apply(now, event), () -> advance.stop(intended, task));
    }
}
