package dev.reelay.simulator.vendor;

import dev.reelay.simulator.callback.Callbacks;
import dev.reelay.simulator.callback.Notice;
import dev.reelay.simulator.http.Answer;
import dev.reelay.simulator.http.Call;
import dev.reelay.simulator.http.Refused;
import dev.reelay.simulator.http.Server;
import dev.reelay.simulator.rule.Effect;
import dev.reelay.simulator.rule.Fault;
import dev.reelay.simulator.rule.Rule;
import dev.reelay.simulator.rule.Step;
import dev.reelay.simulator.task.Phase;
import dev.reelay.simulator.task.Requests.Refusal;
import dev.reelay.simulator.task.Task;
import dev.reelay.simulator.task.Tasks.Placed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What stands between a vendor's port and its wire: rules, books and counts.
final class Front implements Server.Handler {
    private static final long EARLY_SECONDS = 30;
    private static final int SLOW = 16_384;
    private static final Set<Effect> REQUESTS =
            EnumSet.of(
                    Effect.DELAY,
                    Effect.LATE,
                    Effect.STALL,
                    Effect.DROP,
                    Effect.RESET,
                    Effect.REFUSE,
                    Effect.THROTTLE,
                    Effect.SERVER_ERROR,
                    Effect.EXPIRE,
                    Effect.TRUNCATE,
                    Effect.SWAP,
                    Effect.SLOW,
                    Effect.REDIRECT);

    private final Wire wire;
    private final Desk desk;

    Front(Wire wire) {
        this.wire = wire;
        this.desk = wire.desk();
    }

    @Override
    public Answer answer(Call call) throws InterruptedException {
        for (var route : wire.routes()) {
            var path = route.path().matcher(call.path());
            if (route.takes(call) && path.matches()) {
                return answer(route.step(), call, () -> route.handler().read(call, path));
            }
        }
        return answer(
                Step.OTHER,
                call,
                () -> {
                    throw new Refused(wire.unknownPath(), "no such path");
                });
    }

    /// Reads a request.
    @FunctionalInterface
    interface Reading {
        Ask read() throws InterruptedException, Refused;
    }

    /// Serves one request of a known kind, and counts it.
    Answer answer(Step step, Call call, Reading reading) throws InterruptedException {
        Answer answer;
        try {
            answer = serve(step, call, reading.read());
        } catch (Refused e) {
            answer = e.answer();
            var request = call.method() + " " + call.path();
            desk.requests()
                    .refused(
                            new Refusal(
                                    desk.world().time().instant(),
                                    step,
                                    request,
                                    answer.status(),
                                    Objects.requireNonNull(e.getMessage())));
        } catch (InterruptedException e) {
            desk.requests().count(step, 0);
            throw e;
        }
        desk.requests().count(step, answer.status());
        return answer;
    }

    private Answer serve(Step step, Call call, Ask ask) throws InterruptedException {
        var rules = rules(step, ask);
        for (var rule : rules) {
            switch (rule.effect()) {
                case DELAY -> Thread.sleep(duration(rule));
                case STALL -> Thread.sleep(Duration.ofDays(1));
                case RESET -> {
                    return Answer.NONE;
                }
                case REFUSE -> {
                    return refused(rule, call);
                }
                case THROTTLE -> {
                    return throttled(rule, call);
                }
                case SERVER_ERROR -> {
                    return wire.broken(rule.status() == null ? 500 : rule.status(), call);
                }
                case EXPIRE -> {
                    return Cdn.dead();
                }
                case REDIRECT -> {
                    return redirect(call, ask);
                }
                default -> {}
            }
        }
        var answer = ask.order() == null ? ask.answer().answer() : place(ask, call);
        for (var rule : rules) {
            switch (rule.effect()) {
                case LATE -> Thread.sleep(duration(rule));
                case DROP -> {
                    return Answer.NONE;
                }
                case TRUNCATE -> answer = truncated(answer);
                case SWAP -> answer = Answer.text(200, "video/mp4", "<html>Not found</html>\n");
                case SLOW -> answer = answer.slowly(rule.count() == null ? SLOW : rule.count());
                default -> {}
            }
        }
        return answer;
    }

    private List<Rule> rules(Step step, Ask ask) {
        var order = ask.order();
        var prompts =
                order == null
                        ? ask.about().stream().map(task -> task.order().prompt()).toList()
                        : List.of(order.prompt());
        var account = ask.account();
        return desk.world()
                .rules()
                .take(desk.name(), step, prompts, account == null ? null : account.key(), REQUESTS);
    }

    private static Duration duration(Rule rule) {
        return Objects.requireNonNull(rule.duration());
    }

    private Answer refused(Rule rule, Call call) {
        var code = rule.code();
        var answer =
                code == null
                        ? wire.fault(Objects.requireNonNull(rule.fault()), call)
                        : wire.error(code, call);
        return rule.status() == null ? answer : answer.withStatus(rule.status());
    }

    private Answer throttled(Rule rule, Call call) {
        var answer = wire.fault(Fault.THROTTLE, call);
        var wait = rule.duration();
        return wait == null
                ? answer
                : answer.with("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
    }

    private Answer place(Ask ask, Call call) throws InterruptedException {
        var order = Objects.requireNonNull(ask.order());
        var account = Objects.requireNonNull(ask.account());
        var limit = desk.limit(order, account, wire.concurrency(order));
        var placed =
                desk.tasks().place(order, account, desk.plan(order, account), wire::newId, limit);
        return switch (placed) {
            case Placed.Made(var task) -> {
                var answer = ask.made().about(task);
                tell(task);
                yield answer;
            }
            case Placed.Duplicate(var task) -> ask.duplicate().about(task);
            case Placed.Full() -> wire.fault(Fault.CONCURRENCY, call);
        };
    }

    private void tell(Task task) throws InterruptedException {
        var isTold = task.order().callback() != null || desk.webhook(task.account()) != null;
        if (!isTold) {
            return;
        }
        var callbacks = desk.world().callbacks();
        var first = callbacks.watch(task, source(task), desk.requests());
        var prompts = List.of(task.order().prompt());
        var early =
                desk.world()
                        .rules()
                        .take(
                                desk.name(),
                                Step.CALLBACK,
                                prompts,
                                task.account().key(),
                                EnumSet.of(Effect.EARLY));
        if (!early.isEmpty() && !first.await(EARLY_SECONDS, TimeUnit.SECONDS)) {
            desk.requests().count(Step.CALLBACK, 0);
        }
    }

    private Callbacks.Source source(Task task) {
        return new Callbacks.Source() {
            @Override
            public Optional<Notice> notice(Phase phase) {
                return wire.notice(desk.viewAt(task, phase, wire.linkLife()));
            }

            @Override
            public Optional<Notice> forged() {
                return wire.notice(desk.forged(task));
            }
        };
    }

    private Answer redirect(Call call, Ask ask) {
        var isOfCdn = call.parameter("Signature").length() > 0;
        var target =
                isOfCdn
                        ? desk.world().links().atOtherHost(call.path() + "?" + call.query())
                        : desk.world()
                                .links()
                                .to(ask.about().getFirst(), 0, "mp4", wire.linkLife())
                                .replace("127.0.0.1", "localhost");
        return Answer.text(302, "text/plain", "elsewhere").with("Location", target);
    }

    private static Answer truncated(Answer answer) {
        var file = answer.file();
        try {
            return file == null ? answer : answer.cutAt(Files.size(file) / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
