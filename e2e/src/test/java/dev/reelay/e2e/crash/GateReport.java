package dev.reelay.e2e.crash;

import dev.reelay.e2e.crash.SingleFaults.Measured;
import dev.reelay.e2e.proxy.Flaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a long run says, as Markdown.
final class GateReport {
    private static final Duration SERVICES = Duration.ofSeconds(30);
    private static final Duration DATABASE = Duration.ofSeconds(60);
    private static final Duration BROKER = Duration.ofSeconds(90);

    private final StringBuilder text = new StringBuilder();

    private GateReport() {}

    /// @param figures what else is told of it, by name
    /// @param points how often each crash point was reached
    /// @param blows how often each was done, by name
    static String of(
            Map<String, String> figures,
            Verdict verdict,
            Map<String, Long> points,
            Map<String, Integer> blows,
            List<Measured> measured,
            Links links) {
        var report = new GateReport();
        report.figures(figures);
        report.invariants(verdict);
        report.faults(blows, measured);
        report.points(points);
        report.links(links);
        return report.text.toString();
    }

    private void row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private void table(String... heads) {
        text.append('\n');
        row(heads);
        text.append("|---".repeat(heads.length)).append("|\n");
    }

    private void figures(Map<String, String> figures) {
        table("run", "");
        figures.forEach(this::row);
    }

    private void invariants(Verdict verdict) {
        table("invariant", "claim", "checked", "broken");
        for (var line : verdict.lines()) {
            row(
                    line.invariant().name(),
                    line.invariant().claim(),
                    number(line.checked()),
                    number(line.broken().size()));
        }
    }

    private void faults(Map<String, Integer> blows, List<Measured> measured) {
        table(
                "fault",
                "times",
                "of these alone",
                "worst: a new job is done",
                "worst: all that were open have ended",
                "aim");
        var names = new TreeSet<>(blows.keySet());
        measured.forEach(m -> names.add(m.fault()));
        for (var name : names) {
            var alone = measured.stream().filter(m -> m.fault().equals(name)).toList();
            row(
                    name,
                    number(Objects.requireNonNullElse(blows.get(name), 0)),
                    number(alone.size()),
                    worst(alone, Measured::fresh),
                    worst(alone, Measured::caught),
                    seconds(aim(name)));
        }
    }

    private static String worst(List<Measured> alone, Function<Measured, @Nullable Duration> time) {
        if (alone.isEmpty()) {
            return "";
        }
        var times = new ArrayList<Duration>();
        for (var one : alone) {
            var taken = time.apply(one);
            if (taken == null) {
                return "never";
            }
            times.add(taken);
        }
        return times.stream().max(Comparator.naturalOrder()).map(GateReport::seconds).orElse("");
    }

    static Duration aim(String fault) {
        return fault.contains("kafka")
                ? BROKER
                : fault.contains("postgres") || fault.startsWith("sessions") ? DATABASE : SERVICES;
    }

    private void points(Map<String, Long> points) {
        text.append("\nCrash points, and how often a process was halted there: ");
        var words = new ArrayList<String>();
        new TreeMap<>(points).forEach((point, times) -> words.add(point + " " + times));
        text.append(String.join(", ", words)).append(".\n");
    }

    private void links(Links links) {
        table("link to", "connections", "met a flaw", "of which");
        var names = new LinkedHashMap<String, Collection<Flaw>>();
        Schedule.CALLED.forEach(called -> names.put(called, Links.flaws(called)));
        names.forEach(
                (called, flaws) -> {
                    var met = new EnumMap<Flaw, Integer>(Flaw.class);
                    links.to(called)
                            .forEach(l -> l.met().forEach((f, n) -> met.merge(f, n, Integer::sum)));
                    var opened = links.to(called).stream().mapToInt(l -> l.opened()).sum();
                    row(
                            called,
                            number(opened),
                            number(met.values().stream().mapToInt(n -> n).sum()),
                            which(flaws, met));
                });
    }

    private static String which(Collection<Flaw> flaws, Map<Flaw, Integer> met) {
        var words = new ArrayList<String>();
        for (var flaw : flaws) {
            words.add(
                    "%s %d"
                            .formatted(
                                    flaw.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                    Optional.ofNullable(met.get(flaw)).orElse(0)));
        }
        return String.join(", ", words);
    }

    private static String number(long number) {
        return "%,d".formatted(number);
    }

    static String seconds(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1000.0);
    }
}
