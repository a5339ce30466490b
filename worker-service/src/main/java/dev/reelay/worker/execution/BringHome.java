package dev.reelay.worker.execution;

import dev.reelay.common.event.JobSpec;
import dev.reelay.worker.asset.Errand;
import dev.reelay.worker.asset.StoreAnswer;
import dev.reelay.worker.asset.StoreAnswer.NotNow;
import dev.reelay.worker.asset.StoreAssets;
import dev.reelay.worker.execution.ExecutionEvent.Stored;
import dev.reelay.worker.execution.ExecutionEvent.Unusable;
import dev.reelay.worker.execution.ExecutionState.Storing;
import dev.reelay.worker.execution.Outcome.TooLate;
import dev.reelay.worker.fidelity.JudgeClip;
import dev.reelay.worker.fidelity.Judgement;
import dev.reelay.worker.fidelity.Judgement.Delivered;
import dev.reelay.worker.fidelity.Judgement.Rejected;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.provider.Providers;
import dev.reelay.worker.provider.Routes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Brings a finished file home and says so, as long as the execution is this worker's.
@Singleton
class BringHome {
    private static final Logger LOG = Logger.getLogger(BringHome.class);

    private final StoreAssets assets;
    private final AdvanceExecution advance;
    private final Executions executions;
    private final HoldLeases leases;
    private final Providers providers;
    private final Routes routes;
    private final JudgeClip judge;
    private final ExecutionConfig config;
    private final Spans spans;
    private final Work work;
    private final Room room;

    BringHome(
            StoreAssets assets,
            AdvanceExecution advance,
            Executions executions,
            HoldLeases leases,
            Providers providers,
            Routes routes,
            JudgeClip judge,
            ExecutionConfig config,
            Spans spans,
            Work work) {
        this.assets = assets;
        this.advance = advance;
        this.executions = executions;
        this.leases = leases;
        this.providers = providers;
        this.routes = routes;
        this.judge = judge;
        this.config = config;
        this.spans = spans;
        this.work = work;
        room = new Room(config.filesAtOnce());
    }

    /// Hands the errand to a thread of its own; it waits there for its turn, keeping its lease.
    void bring(Execution storing) {
        work.hand(
                () -> {
                    try {
                        leases.whileHeld(storing, () -> carry(storing));
                    } catch (InterruptedException e) {
                        LOG.infof("An errand was called off; execution=%s", storing);
                    }
                });
    }

    private void carry(Execution storing) throws InterruptedException {
        var provider = storing.route().provider();
        room.await(provider);
        try {
            var spec = ordered(storing);
            var errand = errand(storing, spec);
            end(storing, spec, errand, timed(storing, errand));
        } finally {
            room.leave(provider);
        }
    }

    /// Null for what the sandbox makes, which is whatever a test asks for.
    private @Nullable JobSpec ordered(Execution storing) {
        return storing.route().provider().equals(Routes.SANDBOX)
                ? null
                : executions.spec(storing.tenant(), storing.job());
    }

    private Errand errand(Execution storing, @Nullable JobSpec spec) {
        if (!(storing.state() instanceof Storing(_, var file))) {
            throw new IllegalStateException("nothing to bring home: " + storing);
        }
        return new Errand(
                storing.tenant(),
                storing.job(),
                storing.output(),
                storing.epoch(),
                providers.get(storing.usedAccount()),
                file,
                spec == null ? null : most(storing, spec));
    }

    private @Nullable Integer most(Execution storing, JobSpec spec) {
        return routes.seconds(spec, storing.route()) > spec.seconds() ? spec.seconds() : null;
    }

    private StoreAnswer timed(Execution storing, Errand errand) throws InterruptedException {
        try (var _ = spans.open("store", storing.route().provider(), () -> traceparent(storing))) {
            return assets.store(errand);
        }
    }

    private @Nullable String traceparent(Execution storing) {
        return executions.spec(storing.tenant(), storing.job()).traceparent();
    }

    /// What was rejected is swept with its job's leftovers.
    private static ExecutionEvent stored(Execution storing, Judgement judgement) {
        return switch (judgement) {
            case Delivered(var clip, var mismatches) -> {
                if (!mismatches.isEmpty()) {
                    LOG.warnf(
                            "A clip is not what was ordered; execution=%s provider=%s how=%s",
                            storing, storing.route().provider(), mismatches);
                }
                yield new Stored(clip, mismatches);
            }
            case Rejected(var failure, var mismatches) -> {
                LOG.warnf(
                        "A clip that is not what was ordered is not delivered; execution=%s"
                                + " provider=%s how=%s",
                        storing, storing.route().provider(), mismatches);
                yield new Unusable(failure, mismatches);
            }
        };
    }

    private void end(Execution storing, @Nullable JobSpec spec, Errand errand, StoreAnswer answer) {
        switch (answer) {
            case StoreAnswer.Stored(var asset) -> {
                var judgement =
                        spec == null ? new Delivered(asset, List.of()) : judge.judge(spec, asset);
                if (advance.apply(storing, stored(storing, judgement)) instanceof TooLate) {
                    assets.discard(errand); // another epoch's file is the one
                }
            }
            case StoreAnswer.Unusable(var failure) -> {
                LOG.warnf("A provider's file is no clip; execution=%s", storing);
                advance.apply(storing, new Unusable(failure));
            }
            case NotNow(var why) -> {
                LOG.warnf("A file waits for another try; execution=%s why=%s", storing, why);
                leases.letGo(storing, config.fileRetry());
            }
        }
    }
}
