package dev.reelay.api.submission;

import dev.reelay.api.credit.HoldAnswer;
import dev.reelay.api.job.JobState;
import dev.reelay.common.id.JobId;
import dev.reelay.simulation.Commit;
import dev.reelay.simulation.Guard;
import dev.reelay.simulation.Replica;
import dev.reelay.simulation.Task;
import dev.reelay.simulation.World;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One request of a client, from its row to the answer, as {@link SubmitVideo} takes it. What to do
/// about billing's answer is decided by {@link AfterHold}.
final class AcceptTask extends Task {
    private enum Next {
        INSERT,
        HOLD,
        ANSWER_OF_HOLD,
        DECIDE,
        TELL,
        ANNOUNCE
    }

    private final SimulatedApi api;
    private final int request;
    private Next next = Next.INSERT;
    private @Nullable JobRow row;
    private int takeovers;
    private @Nullable HoldAnswer answer;

    AcceptTask(Replica process, SimulatedApi api, int request) {
        super(process);
        this.api = api;
        this.request = request;
    }

    @Override
    protected After step(World world) {
        return switch (next) {
            case INSERT -> insert(world);
            case HOLD -> hold(world);
            case ANSWER_OF_HOLD -> await(world);
            case DECIDE -> decide(world);
            case TELL -> tell(world);
            case ANNOUNCE -> announce(world);
        };
    }

    private After then(Next following) {
        next = following;
        return After.GOES_ON;
    }

    private JobRow row() {
        return Objects.requireNonNull(row);
    }

    /// A write of acceptance is looked up where its answer was lost; sometimes that fails as well.
    private static boolean surely(World world, Commit commit) {
        return commit == Commit.KNOWN || (commit == Commit.UNHEARD && !world.perhaps(2));
    }

    private After insert(World world) {
        var known = api.known(request);
        if (known != null) {
            return again(world, known);
        }
        var commit = world.commit();
        if (commit.done()) {
            row = api.insert(request);
            world.tell(() -> "%s: writes %s".formatted(process(), row()));
        }
        return surely(world, commit) ? then(Next.HOLD) : After.OVER;
    }

    private After again(World world, JobRow known) {
        row = known;
        if (known.state != JobState.ACCEPTING) {
            return then(Next.TELL);
        }
        var stale = known.acceptingSince + SimulatedApi.TAKEN_OVER_AFTER < world.now();
        if (!stale || !api.takeOver(known, known.takeovers)) {
            return After.OVER;
        }
        takeovers = known.takeovers;
        world.tell(() -> "%s: takes %s over".formatted(process(), known));
        return then(Next.HOLD);
    }

    private After hold(World world) {
        var id =
                world.lacks(Guard.HOLD_CARRIES_THE_JOBS_ID)
                        ? new JobId(new UUID(4, world.nextId()))
                        : row().id;
        world.tell(() -> "%s: asks for the hold of %s".formatted(process(), row()));
        world.send(world.billing.holding(id, row().outputs, this::hear));
        return then(Next.ANSWER_OF_HOLD);
    }

    /// Who has stopped waiting hears nothing any more.
    private void hear(HoldAnswer heard) {
        if (next == Next.ANSWER_OF_HOLD) {
            answer = heard;
        }
    }

    private After await(World world) {
        if (answer == null) {
            if (!world.perhaps(3)) {
                return After.WAITS;
            }
            world.tell(() -> process() + ": has waited for billing long enough");
            answer = new HoldAnswer.NoAnswer();
        }
        return then(Next.DECIDE);
    }

    private After decide(World world) {
        return switch (AfterHold.of(Objects.requireNonNull(answer), takeovers == 0)) {
            case AfterHold.Queue _ -> queue(world);
            case AfterHold.Forget _ -> {
                if (world.commit().done() && !api.forget(row())) {
                    api.abandon(row());
                }
                yield After.OVER;
            }
            case AfterHold.Abandon _, AfterHold.Late _ -> {
                if (world.commit().done()) {
                    api.abandon(row());
                }
                yield After.OVER;
            }
            case AfterHold.Leave _ -> After.OVER;
        };
    }

    private After queue(World world) {
        var commit = world.commit();
        var queued = commit.done() && api.queue(row());
        if (queued) {
            world.tell(() -> "%s: queues %s".formatted(process(), row()));
        }
        if (!surely(world, commit)) {
            return After.OVER;
        }
        return queued || (row().priced && !row().gone) ? then(Next.TELL) : After.OVER;
    }

    private After tell(World world) {
        if (!world.perhaps(4)) {
            world.tell(() -> "client: hears that %s is accepted".formatted(row()));
            world.client().hears(request, row().id);
        }
        return then(Next.ANNOUNCE);
    }

    private After announce(World world) {
        world.send(new Requested(row()));
        return After.OVER;
    }
}
