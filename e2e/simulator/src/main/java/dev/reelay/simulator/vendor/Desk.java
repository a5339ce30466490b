package dev.reelay.simulator.vendor;

import dev.reelay.simulator.rule.Effect;
import dev.reelay.simulator.rule.Rule;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Account;
import dev.reelay.simulator.task.Accounts;
import dev.reelay.simulator.task.Ending;
import dev.reelay.simulator.task.Order;
import dev.reelay.simulator.task.Phase;
import dev.reelay.simulator.task.Plan;
import dev.reelay.simulator.task.Requests;
import dev.reelay.simulator.task.Task;
import dev.reelay.simulator.task.Tasks;
import dev.reelay.simulator.task.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One vendor's books, and what rules make of its tasks.
public final class Desk {
    private static final Duration RENDER = Duration.ofSeconds(1);
    private static final Duration QUEUE = Duration.ofMillis(200);
    private static final Set<Effect> LOOKS = EnumSet.of(Effect.BACKWARDS, Effect.UNKNOWN_STATE);
    private static final Set<Effect> RENDERS =
            EnumSet.of(Effect.DURATION, Effect.QUEUE, Effect.TINY);
    private static final Set<Effect> OUTCOMES =
            EnumSet.of(
                    Effect.CONTENT_POLICY,
                    Effect.INTERNAL,
                    Effect.NO_FILE,
                    Effect.SEVERAL_FILES,
                    Effect.STUCK);

    private final String name;
    private final World world;
    private final Accounts accounts;
    private final Tasks tasks;
    private final Requests requests = new Requests();
    private final Map<String, String> webhooks = new ConcurrentHashMap<>();

    Desk(String name, World world, IntFunction<SequencedMap<String, String>> credentials) {
        this.name = name;
        this.world = world;
        this.accounts = new Accounts(name, world.rules(), credentials);
        this.tasks = new Tasks(world.time());
    }

    public String name() {
        return name;
    }

    World world() {
        return world;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Tasks tasks() {
        return tasks;
    }

    public Requests requests() {
        return requests;
    }

    /// Where an account's messages go at vendors that have that in their console.
    public void setWebhook(Account account, String url) {
        webhooks.put(account.key(), url);
    }

    @Nullable String webhook(Account account) {
        return webhooks.get(account.key());
    }

    /// What rules make of an order.
    Plan plan(Order order, Account account) {
        var render = RENDER;
        Duration queue = null;
        var isTiny = false;
        for (var rule : take(Step.RENDER, order, account, RENDERS)) {
            switch (rule.effect()) {
                case DURATION -> render = Objects.requireNonNull(rule.duration());
                case QUEUE -> queue = Objects.requireNonNull(rule.duration());
                default -> isTiny = true;
            }
        }
        if (queue == null) {
            queue = QUEUE.compareTo(render.dividedBy(5)) < 0 ? QUEUE : render.dividedBy(5);
        }
        var ending = Ending.SUCCESS;
        var files = 1;
        String code = null;
        for (var rule : take(Step.OUTCOME, order, account, OUTCOMES)) {
            code = rule.code();
            switch (rule.effect()) {
                case CONTENT_POLICY -> ending = Ending.CONTENT_POLICY;
                case INTERNAL -> ending = Ending.INTERNAL;
                case STUCK -> ending = Ending.NONE;
                case NO_FILE -> files = 0;
                default -> files = rule.count() == null ? 2 : rule.count();
            }
        }
        var start = queue.compareTo(render) < 0 ? queue : render;
        return new Plan(start, render, ending, files, isTiny, code);
    }

    private List<Rule> take(Step step, Order order, Account account, Set<Effect> effects) {
        var prompts = List.of(order.prompt());
        return world.rules().take(name, step, prompts, account.key(), effects);
    }

    /// How many unfinished tasks the order's slot may have.
    int limit(Order order, Account account, int usual) {
        var limit = usual;
        for (var rule : take(Step.RENDER, order, account, EnumSet.of(Effect.CONCURRENCY))) {
            limit = Objects.requireNonNull(rule.count());
        }
        return limit;
    }

    /// The task as a poll shows it; what rules say of polls counts.
    View look(Task task, Duration linkLife) {
        var view = view(task, linkLife);
        if (view.phase().isFinal()) {
            return view;
        }
        var effects = view.phase() == Phase.RUNNING ? LOOKS : EnumSet.of(Effect.UNKNOWN_STATE);
        for (var rule : take(Step.POLL, task.order(), task.account(), effects)) {
            view =
                    rule.effect() == Effect.BACKWARDS
                            ? at(view, Phase.QUEUED, false)
                            : at(view, view.phase(), true);
        }
        return view;
    }

    private static View at(View view, Phase phase, boolean isStrange) {
        return new View(
                view.task(),
                phase,
                isStrange,
                view.files(),
                view.started(),
                view.ended(),
                view.updated(),
                phase == Phase.QUEUED ? 0 : view.progress());
    }

    /// The task as it is.
    View view(Task task, Duration linkLife) {
        var now = world.time().instant();
        var files =
                IntStream.range(0, task.files(now))
                        .mapToObj(number -> world.links().to(task, number, "mp4", linkLife))
                        .toList();
        return new View(
                task,
                task.phase(now),
                false,
                files,
                task.started(now),
                task.ended(now),
                task.updated(now),
                task.progress(now));
    }

    /// The task as it looked when it came to a phase.
    View viewAt(Task task, Phase phase, Duration linkLife) {
        var view = view(task, linkLife);
        return view.phase() == phase
                ? view
                : new View(
                        task,
                        phase,
                        false,
                        List.of(),
                        phase == Phase.QUEUED ? null : view.started(),
                        null,
                        view.updated(),
                        0);
    }

    /// A success that is not one, with a file that is not there.
    View forged(Task task) {
        var now = world.time().instant();
        return new View(
                task,
                Phase.SUCCEEDED,
                false,
                List.of("http://127.0.0.1:9/forged.mp4"),
                now,
                now,
                now,
                100);
    }

    /// The clip that the task made.
    Path clip(Task task) throws InterruptedException {
        var order = task.order();
        return task.plan().isTiny()
                ? world.clips().tiny()
                : world.clips()
                        .clip(order.width(), order.height(), order.seconds(), order.hasSound());
    }
}
