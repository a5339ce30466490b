package dev.reelay.simulation;

import dev.reelay.common.event.JobReport.Failure;
import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.provider.FindAnswer;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderFile;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The upstreams, with a bill of their own: each task that they take in is billed, until they say
/// that it failed by their own fault.
public final class Upstream {
    private static final long[] RENDERS = {0, 3_000, 40_000, 700_000};
    private static final Failure BUSY = new Failure(Reason.PROVIDER_ERROR, "it did not work out");
    private static final Failure STOPPED = new Failure(Reason.CANCELLED, "stopped");
    private static final Failure UNWANTED = new Failure(Reason.CONTENT_POLICY, "refused");

    /// What it lets us ask and repeat.
    public enum Kind {
        /// Keeps our id, and takes it once.
        KNOWS_IDS,
        /// Keeps our id, and starts anew each time.
        LISTS_TASKS,
        /// Tells nothing of tasks whose id we lost.
        SILENT
    }

    private static final class Rendering {
        private final UUID attempt;
        private final ProviderTask task;
        private final Kind kind;
        private final long readyAt;
        private final boolean fails;
        private final int place;
        private boolean stopped;
        private boolean givenUp;

        Rendering(int place, UUID attempt, int nth, Kind kind, long readyAt, boolean fails) {
            this.place = place;
            this.attempt = attempt;
            this.task = new ProviderTask("task-" + nth);
            this.kind = kind;
            this.readyAt = readyAt;
            this.fails = fails;
        }
    }

    /// A request that was sent.
    ///
    /// @param over whether its sender was told that nothing was started, or that nothing will come
    ///   of it
    private record Sent(int place, UUID attempt, boolean over) {}

    private final World world;
    private final List<Rendering> bill = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();

    Upstream(World world) {
        this.world = world;
    }

    /// Takes a request, or not.
    ///
    /// @param place of the output, among all of a run
    public SubmitAnswer submit(int place, UUID attempt, Kind kind) {
        world.checker.sends(place, attempt, anotherIsOpen(place, attempt));
        var answer = answer(place, attempt, kind);
        sent.add(new Sent(place, attempt, isOver(answer)));
        world.tell(() -> "  upstream: attempt %s is answered %s".formatted(attempt, answer));
        return answer;
    }

    private static boolean isOver(SubmitAnswer answer) {
        return switch (answer) {
            case SubmitAnswer.Refused _,
                    SubmitAnswer.AccountRefused _,
                    SubmitAnswer.Busy _,
                    SubmitAnswer.NotSent _ ->
                    true;
            case SubmitAnswer.Accepted _, SubmitAnswer.Unknown _ -> false;
        };
    }

    private boolean anotherIsOpen(int place, UUID attempt) {
        for (var one : sent) {
            if (one.place == place && !one.over && !one.attempt.equals(attempt)) {
                return true;
            }
        }
        return false;
    }

    private SubmitAnswer answer(int place, UUID attempt, Kind kind) {
        return switch (world.draw(10)) {
            case 1 -> {
                take(place, attempt, kind);
                yield new SubmitAnswer.Unknown("the answer is dropped");
            }
            case 2 -> new SubmitAnswer.Refused(UNWANTED);
            case 3 -> new SubmitAnswer.AccountRefused("no balance");
            case 4 -> new SubmitAnswer.NotSent("no connection", null);
            case 5 -> new SubmitAnswer.Busy("too many", Duration.ofSeconds(7));
            case 6 -> {
                world.send(new Late(place, attempt, kind));
                yield new SubmitAnswer.Unknown("no answer in time");
            }
            case 7 -> new SubmitAnswer.Unknown("refused, and the answer is dropped");
            default -> new SubmitAnswer.Accepted(take(place, attempt, kind).task, List.of());
        };
    }

    /// A request that takes its time.
    private final class Late implements Message {
        private final int place;
        private final UUID attempt;
        private final Kind kind;

        Late(int place, UUID attempt, Kind kind) {
            this.place = place;
            this.attempt = attempt;
            this.kind = kind;
        }

        @Override
        public boolean arrive(World at) {
            take(place, attempt, kind);
            return true;
        }

        @Override
        public boolean mayDouble() {
            return false;
        }

        @Override
        public String toString() {
            return "the late submit of attempt " + attempt;
        }
    }

    private Rendering take(int place, UUID attempt, Kind kind) {
        var known = kind == Kind.KNOWS_IDS ? of(attempt) : null;
        if (known != null) {
            return known;
        }
        var ready = world.now() + RENDERS[world.draw(RENDERS.length)];
        var rendering = new Rendering(place, attempt, bill.size(), kind, ready, world.perhaps(4));
        bill.add(rendering);
        world.tell(() -> "  upstream: starts and bills " + rendering.task);
        world.checker.billed(place, attempt);
        return rendering;
    }

    private @Nullable Rendering of(UUID attempt) {
        for (var one : bill) {
            if (one.attempt.equals(attempt)) {
                return one;
            }
        }
        return null;
    }

    private Rendering of(ProviderTask task) {
        for (var one : bill) {
            if (one.task.equals(task)) {
                return one;
            }
        }
        throw new IllegalStateException("nobody was told of " + task);
    }

    /// The truth where all goes well; otherwise nothing, or what was true before.
    public PollAnswer poll(ProviderTask task) {
        var rendering = of(task);
        return switch (world.draw(5)) {
            case 1 -> new PollAnswer.NoAnswer("away");
            case 2 -> new PollAnswer.Working(world.draw(100));
            default -> {
                if (rendering.stopped) {
                    yield new PollAnswer.GaveUp(STOPPED);
                }
                if (world.now() < rendering.readyAt) {
                    yield new PollAnswer.Working(50);
                }
                if (rendering.fails) {
                    giveUp(rendering);
                    yield new PollAnswer.GaveUp(BUSY);
                }
                yield new PollAnswer.Finished(new ProviderFile(task.id()));
            }
        };
    }

    /// It costs nothing any more, and its sender knows that nothing will come of it.
    private void giveUp(Rendering rendering) {
        if (!rendering.givenUp) {
            rendering.givenUp = true;
            world.checker.givenUp(rendering.place);
            sent.replaceAll(
                    one ->
                            one.attempt.equals(rendering.attempt)
                                    ? new Sent(one.place, one.attempt, true)
                                    : one);
        }
    }

    public FindAnswer find(UUID attempt, Kind kind) {
        if (world.perhaps(4)) {
            return new FindAnswer.NoAnswer("away");
        }
        var rendering = kind == Kind.SILENT ? null : of(attempt);
        return rendering == null ? new FindAnswer.NotThere() : new FindAnswer.Found(rendering.task);
    }

    /// What is finished stays finished; some never hear of it.
    public void cancel(ProviderTask task) {
        var rendering = of(task);
        if (world.now() < rendering.readyAt && rendering.kind != Kind.SILENT) {
            rendering.stopped = true;
        }
    }
}
