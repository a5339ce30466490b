package dev.reelay.worker.execution;

import dev.reelay.simulation.Commit;
import dev.reelay.simulation.Guard;
import dev.reelay.simulation.Replica;
import dev.reelay.simulation.Task;
import dev.reelay.simulation.World;
import dev.reelay.worker.execution.ExecutionEvent.Earlier;
import dev.reelay.worker.execution.ExecutionEvent.Submitted;
import dev.reelay.worker.execution.ExecutionState.Submitting;
import dev.reelay.worker.execution.Outcome.TooLate;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A submit, from the claim to the answer on record, as {@link SubmitToProvider} does it.
final class SubmitTask extends Task {
    private enum Next {
        CLAIM,
        INTEND,
        SEND,
        SAVE,
        TELL_SUCCESSOR
    }

    private final SimulatedWorker worker;
    private final ExecutionRow row;
    private final Earlier earlier;
    private Next next;
    private @Nullable Execution execution;
    private @Nullable Submitted event;

    private SubmitTask(
            Replica process,
            SimulatedWorker worker,
            ExecutionRow row,
            Next next,
            Earlier earlier,
            @Nullable Execution execution) {
        super(process);
        this.worker = worker;
        this.row = row;
        this.next = next;
        this.earlier = earlier;
        this.execution = execution;
    }

    static SubmitTask first(Replica process, SimulatedWorker worker, ExecutionRow row) {
        return new SubmitTask(process, worker, row, Next.CLAIM, Earlier.NONE, null);
    }

    /// @param execution as it is on record to be sent once more
    static SubmitTask again(
            Replica process,
            SimulatedWorker worker,
            ExecutionRow row,
            Earlier earlier,
            Execution execution) {
        return new SubmitTask(process, worker, row, Next.SEND, earlier, execution);
    }

    private Execution known() {
        return Objects.requireNonNull(execution);
    }

    @Override
    protected After step(World world) {
        return switch (next) {
            case CLAIM -> claim(world);
            case INTEND -> intend(world);
            case SEND -> send(world);
            case SAVE -> save();
            case TELL_SUCCESSOR -> tellSuccessor(world);
        };
    }

    private After then(Next following) {
        next = following;
        return After.GOES_ON;
    }

    private After claim(World world) {
        var commit = world.commit();
        if (!commit.done() || !worker.store().claim(row) || commit != Commit.KNOWN) {
            return After.OVER;
        }
        execution = row.read();
        world.tell(() -> "%s: claims %s, attempt %s".formatted(process(), row, row.attempt));
        return then(Next.INTEND);
    }

    private After intend(World world) {
        if (world.lacks(Guard.INTENT_BEFORE_SEND)) {
            return then(Next.SEND);
        }
        var commit = world.commit();
        if (!commit.done() || !worker.store().intend(row, known()) || commit != Commit.KNOWN) {
            return After.OVER;
        }
        execution = known().with(known().epoch(), new Submitting(attempt(), true));
        world.tell(() -> "%s: intends to send %s".formatted(process(), row));
        return then(Next.SEND);
    }

    private UUID attempt() {
        if (known().state() instanceof Submitting(var attempt, _)) {
            return attempt;
        }
        throw new IllegalStateException("nothing to send: " + execution);
    }

    private After send(World world) {
        world.tell(() -> "%s: sends %s".formatted(process(), row));
        var route = known().route().place();
        var another = earlier != Earlier.NONE && world.lacks(Guard.SENT_AGAIN_BY_THE_SAME_ID);
        var id = another ? new UUID(2, world.nextId()) : attempt();
        var answer = world.upstream.submit(row.place, id, world.setup().upstream(route));
        event = new Submitted(answer, route + 1 < world.setup().routes(), earlierHeard(world));
        return then(Next.SAVE);
    }

    private Earlier earlierHeard(World world) {
        return world.lacks(Guard.NO_TO_A_REPEAT_IS_NONE_TO_THE_FIRST) ? Earlier.NONE : earlier;
    }

    /// The answer is kept in hand until the database has it.
    private After save() {
        var submitted = Objects.requireNonNull(event);
        var outcome = worker.apply(process(), row, known(), submitted);
        if (outcome == null) {
            return After.GOES_ON;
        }
        return outcome instanceof TooLate && submitted.started().isPresent()
                ? then(Next.TELL_SUCCESSOR)
                : After.OVER;
    }

    private After tellSuccessor(World world) {
        var submitted = Objects.requireNonNull(event);
        var now = row.read();
        if (now != null && row.attempt != null && row.attempt.equals(attempt())) {
            return worker.apply(process(), row, now, submitted) == null
                    ? After.GOES_ON
                    : After.OVER;
        }
        submitted.started().ifPresent(world.upstream::cancel);
        return After.OVER;
    }
}
