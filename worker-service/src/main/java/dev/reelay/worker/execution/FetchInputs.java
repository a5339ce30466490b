package dev.reelay.worker.execution;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.execution.ExecutionEvent.InputUnusable;
import dev.reelay.worker.execution.PostgresFetches.Fetch;
import dev.reelay.worker.input.FetchInput;
import dev.reelay.worker.input.InputAnswer.Kept;
import dev.reelay.worker.input.InputAnswer.NoAnswer;
import dev.reelay.worker.input.InputAnswer.StoreAway;
import dev.reelay.worker.input.InputAnswer.Unusable;
import dev.reelay.worker.input.InputConfig;
import dev.reelay.worker.input.TakeFrame;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.role.RoleStarts;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/// Makes inputs ready, one after the other, before any execution of their job can be claimed: what
/// a tenant gave by address is fetched, and a picture is taken from a clip. Each is recorded as it
/// comes; whoever takes over goes on with the rest.
@Singleton
class FetchInputs {
    private static final Logger LOG = Logger.getLogger(FetchInputs.class);
    private static final Duration LOOK_EACH = Duration.ofMillis(500);

    private final PostgresFetches fetches;
    private final FetchInput inputs;
    private final TakeFrame frames;
    private final Executions executions;
    private final AdvanceExecution advance;
    private final InputConfig config;
    private final Bells bells;
    private final Work work;
    private final Semaphore room;

    FetchInputs(
            PostgresFetches fetches,
            FetchInput inputs,
            TakeFrame frames,
            Executions executions,
            AdvanceExecution advance,
            InputConfig config,
            Bells bells,
            Work work) {
        this.fetches = fetches;
        this.inputs = inputs;
        this.frames = frames;
        this.executions = executions;
        this.advance = advance;
        this.config = config;
        this.bells = bells;
        this.work = work;
        room = new Semaphore(config.atOnce());
    }

    void start(@Observes RoleStarts.Render event) {
        work.repeat("fetch-inputs", LOOK_EACH, bells.inputs(), this::fetchDue);
    }

    /// Answers whether there may be more that is due.
    boolean fetchDue() {
        var most = room.availablePermits();
        if (most == 0) {
            return false; // a fetch that ends rings
        }
        var due = fetches.claimDue(most);
        due.forEach(this::hand);
        return due.size() == most;
    }

    private void hand(Fetch fetch) {
        room.acquireUninterruptibly(); // only this loop takes permits, and it saw enough of them
        work.hand(
                () -> {
                    try {
                        fetch(fetch);
                    } catch (RuntimeException e) {
                        LOG.warnf(e, "A fetch was broken off; job=%s", fetch.spec().job());
                    } finally {
                        room.release();
                        bells.inputs().ring();
                    }
                });
    }

    private void fetch(Fetch fetch) {
        var spec = fetch.spec();
        for (var next = awaited(spec); next.isPresent(); next = awaited(spec)) {
            var place = next.get();
            var input = spec.inputs().get(place);
            switch (input.address() == null ? frames.take(input) : inputs.fetch(input)) {
                case Kept(var kept) -> spec = spec.with(place, kept);
                case Unusable(var why) -> {
                    giveUp(fetch, failure(input, why));
                    return;
                }
                case NoAnswer(var why) -> {
                    retry(fetch, failure(input, why));
                    return;
                }
                case StoreAway(var why) -> {
                    LOG.warnf("An input waits for the store; job=%s why=%s", spec.job(), why);
                    fetches.tryLater(fetch, config.storeRetry(), fetch.tries());
                    return;
                }
            }
            if (!fetches.keep(fetch, spec)) {
                return; // taken over, or the job has ended: the sweep removes what was written
            }
        }
        fetches.release(fetch);
        bells.claims().ring();
    }

    /// The place of the first input that is not here yet.
    private static Optional<Integer> awaited(JobSpec spec) {
        for (var place = 0; place < spec.inputs().size(); place++) {
            if (spec.inputs().get(place).awaits()) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    private void retry(Fetch fetch, Failure failure) {
        var waits = config.retryAfter();
        if (fetch.tries() >= waits.size()) {
            giveUp(fetch, failure);
            return;
        }
        LOG.debugf("An input is tried again; job=%s", fetch.spec().job());
        fetches.tryLater(fetch, waits.get(fetch.tries()), fetch.tries() + 1);
    }

    private void giveUp(Fetch fetch, Failure failure) {
        var spec = fetch.spec();
        LOG.infof("An input cannot be used; job=%s why=%s", spec.job(), failure.message());
        executions
                .live(spec.tenant(), spec.job())
                .forEach(execution -> advance.apply(execution, new InputUnusable(failure)));
        fetches.giveUp(fetch);
    }

    private static Failure failure(JobSpec.Input input, String why) {
        var name =
                switch (input.role()) {
                    case FIRST_FRAME -> "the first frame";
                    case LAST_FRAME -> "the last frame";
                    case REFERENCE -> "a reference image";
                    case VIDEO -> "the input video";
                };
        return new Failure(Reason.INVALID_INPUT, name + " " + why);
    }
}
