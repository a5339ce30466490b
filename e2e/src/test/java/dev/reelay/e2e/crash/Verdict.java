package dev.reelay.e2e.crash;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the checker says of a run: for each invariant how many cases were looked at, and which of
/// them break it.
record Verdict(List<Line> lines, List<String> stories) {
    private static final int STORIES = 3;
    private static final int SHOWN = 5;

    record Line(Invariant invariant, int checked, List<Invariant.Broken> broken) {}

    /// Every invariant there is.
    static Verdict on(Evidence evidence) {
        var invariants =
                Stream.of(
                                JobInvariants.all(),
                                SpendInvariants.all(),
                                LedgerInvariants.all(),
                                HygieneInvariants.all(),
                                WebhookInvariants.all())
                        .flatMap(List::stream)
                        .toList();
        var lines = new ArrayList<Line>();
        for (var invariant : invariants) {
            var finding = invariant.in(evidence);
            lines.add(new Line(invariant, finding.checked(), finding.broken()));
        }
        return new Verdict(lines, stories(evidence, lines));
    }

    private static List<String> stories(Evidence evidence, List<Line> lines) {
        var jobs = new LinkedHashSet<UUID>();
        lines.stream()
                .flatMap(line -> line.broken().stream())
                .map(Invariant.Broken::job)
                .filter(Objects::nonNull)
                .forEach(jobs::add);
        return jobs.stream().limit(STORIES).map(job -> Story.of(evidence, job)).toList();
    }

    int broken() {
        return lines.stream().mapToInt(line -> line.broken().size()).sum();
    }

    /// The names of the invariants that do not hold.
    List<String> namesBroken() {
        return lines.stream()
                .filter(line -> !line.broken().isEmpty())
                .map(line -> line.invariant().name())
                .toList();
    }

    /// A table, and for what is broken the cases and the stories of some of their jobs.
    String text() {
        var table =
                lines.stream()
                        .map(
                                line ->
                                        "  %-4s %-42s %7d checked %5d broken"
                                                .formatted(
                                                        line.invariant().name(),
                                                        line.invariant().claim(),
                                                        line.checked(),
                                                        line.broken().size()))
                        .collect(Collectors.joining("\n"));
        var cases =
                lines.stream()
                        .flatMap(
                                line ->
                                        line.broken().stream()
                                                .limit(SHOWN)
                                                .map(
                                                        b ->
                                                                "  %s broken: job %s: %s"
                                                                        .formatted(
                                                                                line.invariant()
                                                                                        .name(),
                                                                                b.job(),
                                                                                b.what())))
                        .collect(Collectors.joining("\n"));
        return table + "\n" + cases + "\n" + String.join("\n", stories);
    }
}
