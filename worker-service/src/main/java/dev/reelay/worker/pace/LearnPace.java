package dev.reelay.worker.pace;

import dev.reelay.worker.loop.Bell;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.provider.Providers;
import dev.reelay.worker.role.RoleStarts;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Learns how long renders take and says when to look at the next. What this worker sees it keeps
/// in hand, and shares with the others every few seconds; what a crash loses is seen again soon. Of
/// the kinds that it has seen something of it then makes the plan by which all look at them, those
/// that run already too.
@Singleton
public class LearnPace {
    private static final Duration SHARE_EACH = Duration.ofSeconds(5);

    /// What others wrote may become visible a little after its time.
    private static final Duration LATELY = Duration.ofSeconds(60);

    private final PostgresPace pace;
    private final PaceConfig config;
    private final Providers providers;
    private final MeterRegistry meters;
    private final Work work;
    private final Map<ClipKind, Learned> learned = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ClipKind, Learned> seen = new ConcurrentHashMap<>();

    /// What the models usually take, and by that and what was learned, the plans.
    private final Map<ClipKind, Duration> usually = new ConcurrentHashMap<>();

    private final Map<ClipKind, LookPlan> plans = new ConcurrentHashMap<>();
    private volatile boolean begun;

    public LearnPace(
            PostgresPace pace,
            PaceConfig config,
            Providers providers,
            MeterRegistry meters,
            Work work) {
        this.pace = pace;
        this.config = config;
        this.providers = providers;
        this.meters = meters;
        this.work = work;
    }

    void start(@Observes RoleStarts.Render event) {
        work.repeat("learn-pace", SHARE_EACH, new Bell(), this::share);
    }

    /// Tells and asks what was learned. Answers that there is no more.
    boolean share() {
        var told = taken();
        try {
            if (!told.isEmpty()) {
                pace.add(told);
            }
        } catch (RuntimeException e) {
            told.forEach((kind, one) -> seen.merge(kind, one, Learned::plus));
            throw e;
        }
        var changed = begun ? pace.changed(LATELY) : pace.all();
        learned.putAll(changed);
        begun = true;
        plans.keySet().removeAll(changed.keySet());
        if (!told.isEmpty()) {
            var made = new HashMap<ClipKind, LookPlan>();
            told.keySet().forEach(kind -> made.put(kind, plan(kind)));
            pace.plan(made);
        }
        return false;
    }

    private Map<ClipKind, Learned> taken() {
        var taken = new HashMap<ClipKind, Learned>();
        for (var kind : seen.keySet()) {
            var one = seen.remove(kind);
            if (one != null) {
                taken.put(kind, one);
            }
        }
        return taken;
    }

    private LookPlan plan(ClipKind kind) {
        return plans.computeIfAbsent(
                kind,
                _ -> {
                    var survey = learned.getOrDefault(kind, Learned.nothing()).survey();
                    var usual = usually.getOrDefault(kind, config.distance());
                    var times = Expectation.of(survey, usual);
                    return LookPlan.of(times, survey.unsure(), config.distance());
                });
    }

    /// When to look at a render that begins now.
    ///
    /// @param usual what the model usually takes, for a kind that is not known well
    public Looks looks(ClipKind kind, Duration usual) {
        var use = providers.use(kind.provider());
        if (!use.learned()) {
            return Looks.growing(use.firstPoll(), use.slowestPoll());
        }
        expect(kind, usual);
        var plan = plan(kind);
        return new Looks(
                plan.first(ThreadLocalRandom.current().nextDouble()),
                Arrays.stream(plan.millis()).boxed().toList(),
                kind.seconds(),
                config.distance(),
                config.slowest());
    }

    private void expect(ClipKind kind, Duration usual) {
        if (!usual.equals(usually.put(kind, usual))) {
            plans.remove(kind);
        }
    }

    /// Takes note of a look at a render that still runs. Times count from the upstream's
    /// acceptance.
    ///
    /// @param before the look before this one; zero where there was none
    public void working(ClipKind kind, Duration usual, Duration before, Duration at) {
        expect(kind, usual);
        seen.compute(kind, (_, known) -> orNothing(known).working(before, at));
    }

    /// Takes note of a render that is done.
    public void note(ClipKind kind, Duration usual, SeenDone done) {
        expect(kind, usual);
        seen.compute(kind, (_, known) -> orNothing(known).with(done));
        meters.counter("reelay.renders.seen.done", "provider", kind.provider()).increment();
        meters.counter("reelay.renders.looks", "provider", kind.provider()).increment(done.looks());
        var overhead = done.overhead();
        if (overhead != null) {
            meters.timer("reelay.renders.overhead", "provider", kind.provider()).record(overhead);
        }
    }

    private static Learned orNothing(@Nullable Learned known) {
        return known == null ? Learned.nothing() : known;
    }
}
