package dev.reelay.simulator.task;

import dev.reelay.simulator.rule.Step;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How often one vendor was asked what, and what it did not take.
public final class Requests {
    private static final int REMEMBERED = 200;

    private final Map<Step, Map<Integer, Long>> counts = new EnumMap<>(Step.class);
    private final Deque<Refusal> refusals = new ArrayDeque<>();

    /// A request that the vendor would not take as it was.
    ///
    /// @param request method and path
    public record Refusal(Instant time, Step step, String request, int status, String reason) {}

    /// @param status 0 where the connection was closed without an answer
    public synchronized void count(Step step, int status) {
        counts.computeIfAbsent(step, _ -> new TreeMap<>()).merge(status, 1L, Long::sum);
    }

    public synchronized void refused(Refusal refusal) {
        refusals.add(refusal);
        if (refusals.size() > REMEMBERED) {
            refusals.remove();
        }
    }

    /// The last 200, oldest first.
    public synchronized List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    public synchronized long of(Step step) {
        return counts.getOrDefault(step, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    public synchronized long of(Step step, int status) {
        return counts.getOrDefault(step, Map.of()).getOrDefault(status, 0L);
    }

    /// By step and status; requests that got no answer stand under 0.
    public synchronized Map<Step, Map<Integer, Long>> all() {
        var copy = new EnumMap<Step, Map<Integer, Long>>(Step.class);
        counts.forEach((step, each) -> copy.put(step, new TreeMap<>(each)));
        return copy;
    }
}
