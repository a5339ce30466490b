package dev.reelay.worker.execution;

import dev.reelay.worker.execution.ExecutionEvent.Earlier;
import dev.reelay.worker.execution.ExecutionEvent.Found;
import dev.reelay.worker.execution.ExecutionEvent.NotFound;
import dev.reelay.worker.execution.ExecutionState.InProgress;
import dev.reelay.worker.execution.ExecutionState.Queued;
import dev.reelay.worker.execution.ExecutionState.Storing;
import dev.reelay.worker.execution.ExecutionState.Submitting;
import dev.reelay.worker.execution.ExecutionState.Unknown;
import dev.reelay.worker.execution.PostgresTimers.Due;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.provider.FindAnswer;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.PollAnswer.Finished;
import dev.reelay.worker.provider.PollAnswer.NoAnswer;
import dev.reelay.worker.provider.PollAnswer.Working;
import dev.reelay.worker.provider.PrepareAttempt;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.Providers;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.provider.VideoProvider;
import dev.reelay.worker.role.RoleStarts;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Looks at executions whose timer is due: polls what is rendered, looks for what is unknown, takes
/// over files whose bringer went silent. An error while looking changes nothing; the timer is
/// already set anew.
@Singleton
class WatchExecutions {
    private static final Logger LOG = Logger.getLogger(WatchExecutions.class);
    private static final Duration LOOK_EACH = Duration.ofMillis(100);
    private static final int BATCH = 100;

    /// What this worker is looking at: a slow look is not doubled by its own timer.
    private record Place(Object job, int output) {}

    private final Set<Place> looking = ConcurrentHashMap.newKeySet();
    private final PostgresTimers timers;
    private final Executions executions;
    private final AdvanceExecution advance;
    private final SubmitToProvider submits;
    private final BringHome bringHome;
    private final GoElsewhere elsewhere;
    private final Providers providers;
    private final PrepareAttempt prepare;
    private final PaceExecutions pace;
    private final Bells bells;
    private final Work work;
    private final Room room;

    WatchExecutions(
            PostgresTimers timers,
            Executions executions,
            AdvanceExecution advance,
            SubmitToProvider submits,
            BringHome bringHome,
            GoElsewhere elsewhere,
            Providers providers,
            PrepareAttempt prepare,
            ExecutionConfig config,
            PaceExecutions pace,
            Bells bells,
            Work work) {
        this.timers = timers;
        this.executions = executions;
        this.advance = advance;
        this.submits = submits;
        this.bringHome = bringHome;
        this.elsewhere = elsewhere;
        this.providers = providers;
        this.prepare = prepare;
        this.pace = pace;
        this.bells = bells;
        this.work = work;
        room = new Room(config.pollsAtOnce());
    }

    void start(@Observes RoleStarts.Render event) {
        work.repeat("watch", LOOK_EACH, bells.timers(), this::lookAtDue);
    }

    /// Answers whether there may be more that is due.
    boolean lookAtDue() {
        var open = room.open(providers.usable().providers());
        var most = Math.min(BATCH, room.free(open));
        if (most == 0) {
            return false; // a look that ends rings
        }
        var due = timers.claimDue(most, open);
        var fresh = due.stream().filter(one -> looking.add(place(one))).toList();
        TogetherDue.of(fresh, this::together).forEach(this::hand);
        return due.size() == most;
    }

    private static Place place(Due due) {
        return new Place(due.execution().job(), due.execution().output());
    }

    private int together(String account) {
        return providers.find(account).map(VideoProvider::pollsTogether).orElse(1);
    }

    private void hand(List<Due> due) {
        var provider = due.getFirst().execution().route().provider();
        room.take(provider);
        work.hand(
                () -> {
                    try {
                        look(due);
                    } catch (RuntimeException e) {
                        LOG.warnf(e, "A look failed; execution=%s", due.getFirst().execution());
                    } finally {
                        due.forEach(one -> looking.remove(place(one)));
                        if (room.leave(provider)) {
                            bells.timers().ring();
                        }
                    }
                });
    }

    private void look(List<Due> due) {
        if (due.size() == 1) {
            look(due.getFirst());
            return;
        }
        var account = due.getFirst().execution().usedAccount();
        providers.find(account).ifPresent(provider -> poll(due, provider));
    }

    private void look(Due due) {
        var execution = due.execution();
        var provider = providers.find(execution.usedAccount());
        if (provider.isEmpty()) {
            return; // another worker can use this account
        }
        switch (execution.state()) {
            case InProgress _ -> poll(List.of(due), provider.get());
            case Unknown(var attempt) ->
                    reconcile(
                            execution, attempt(execution, attempt), provider.get(), due.settled());
            case Storing _ -> executions.takeAbandonedFile(execution).ifPresent(bringHome::bring);
            case Queued _, Submitting _ -> {} // its timer has gone since
        }
    }

    private void poll(List<Due> due, VideoProvider provider) {
        due.stream()
                .filter(one -> one.execution().cancelAsked())
                .forEach(one -> provider.cancel(task(one)));
        var answers = provider.poll(due.stream().map(WatchExecutions::task).toList());
        for (var one : due) {
            try {
                polled(one, Objects.requireNonNull(answers.get(task(one)), "an answer for each"));
            } catch (RuntimeException e) {
                LOG.warnf(e, "An answer was not applied; execution=%s", one.execution());
            }
        }
    }

    private static ProviderTask task(Due due) {
        if (due.execution().state() instanceof InProgress(_, var task)) {
            return task;
        }
        throw new IllegalStateException("nothing to poll: " + due.execution());
    }

    private void polled(Due due, PollAnswer answer) {
        var execution = due.execution();
        if (answer instanceof NoAnswer(var why)) {
            LOG.debugf("A poll had no answer; execution=%s why=%s", execution, why);
        }
        if (answer instanceof Working) {
            pace.working(execution, due.look());
        }
        advance.apply(execution, elsewhere.polled(execution, answer))
                .live()
                .filter(now -> now.state() instanceof Storing)
                .ifPresent(
                        storing -> {
                            bringHome.bring(storing);
                            if (answer instanceof Finished finished) {
                                pace.learn(execution, due.look(), finished);
                            }
                        });
    }

    private void reconcile(
            Execution execution, SubmitAttempt attempt, VideoProvider provider, boolean settled) {
        var earlier = settled ? Earlier.OVERDUE : Earlier.OPEN;
        switch (provider.find(attempt)) {
            case FindAnswer.Found(var task) -> advance.apply(execution, new Found(task));
            case FindAnswer.NoAnswer(var why) ->
                    LOG.debugf("A look had no answer; execution=%s why=%s", execution, why);
            case FindAnswer.NotThere() ->
                    advance.apply(execution, new NotFound(mayGoAgain(execution, provider), settled))
                            .live()
                            .filter(now -> now.state() instanceof Submitting)
                            .ifPresent(again -> submits.send(again, attempt, earlier));
        }
    }

    /// An attempt that the database was set back to may have been refused since, and another made.
    private static boolean mayGoAgain(Execution execution, VideoProvider provider) {
        return provider.resubmitsSafely() && !execution.restored();
    }

    private SubmitAttempt attempt(Execution execution, UUID id) {
        var spec = executions.spec(execution.tenant(), execution.job());
        return prepare.attempt(id, spec, execution.output(), execution.route());
    }
}
