package dev.reelay.worker.pace;

import dev.reelay.worker.loop.Bell;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.provider.Providers;
import dev.reelay.worker.role.RoleStarts;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Learns how long renders take and says when to look at the next. What this worker sees it keeps
/// in hand, and shares with the others every few seconds; what a crash loses is seen again soon.
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
        learned.putAll(begun ? pace.changed(LATELY) : pace.all());
        begun = true;
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

    /// When to look at a render that begins now.
    ///
    /// @param usual what the model usually takes, for a kind that is not known well
    public Looks looks(ClipKind kind, Duration usual) {
        var use = providers.use(kind.provider());
        if (!use.learned()) {
            return Looks.growing(use.firstPoll(), use.slowestPoll());
        }
        var times = learned.getOrDefault(kind, Learned.nothing()).times();
        return Cadence.looks(
                times.plus(RenderTimes.guess(usual)),
                ThreadLocalRandom.current().nextDouble(),
                config.distance(),
                config.slowest());
    }

    /// Takes note of a render that is done.
    public void note(ClipKind kind, SeenDone done) {
        seen.merge(kind, Learned.nothing().with(done), Learned::plus);
        meters.counter("reelay.renders.seen.done", "provider", kind.provider()).increment();
        meters.counter("reelay.renders.looks", "provider", kind.provider()).increment(done.looks());
        var overhead = done.overhead();
        if (overhead != null) {
            meters.timer("reelay.renders.overhead", "provider", kind.provider()).record(overhead);
        }
    }
}
