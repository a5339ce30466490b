package dev.reelay.e2e.crash;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/// All that is known of one job, in the order in which it happened: what its client did, every time
/// that a row of it names, and what was killed meanwhile. Then its rows as they stand.
final class Story {
    private record Moment(Instant at, String what) {}

    private static final int SHOWN = 300;

    private Story() {}

    static String of(Evidence evidence, UUID job) {
        var rows = rows(evidence, job);
        var moments = new ArrayList<Moment>();
        rows.forEach(row -> moments.addAll(times(row)));
        moments.addAll(client(evidence, job));
        moments.sort(Comparator.comparing(Moment::at));
        if (!moments.isEmpty()) {
            moments.addAll(faults(evidence, moments.getFirst().at(), moments.getLast().at()));
            moments.sort(Comparator.comparing(Moment::at));
        }
        var told = new StringBuilder("the story of job " + job + "\n");
        moments.forEach(
                m -> told.append("  ").append(m.at()).append("  ").append(m.what()).append('\n'));
        rows.forEach(
                row ->
                        told.append("  ")
                                .append(row.table())
                                .append(' ')
                                .append(plain(row.row()))
                                .append('\n'));
        return told.toString();
    }

    private record Named(String table, Row row) {}

    private static List<Named> rows(Evidence evidence, UUID job) {
        var rows = new ArrayList<Named>();
        evidence.tables()
                .forEach(
                        (table, all) -> {
                            for (var row : all) {
                                if (row.columns().containsValue(job)) {
                                    rows.add(new Named(table, row));
                                }
                            }
                        });
        var attempts =
                rows.stream()
                        .filter(n -> n.table().equals("worker.attempt"))
                        .map(n -> n.row().id("id"))
                        .collect(Collectors.toSet());
        evidence.rows("worker.sandbox_task").stream()
                .filter(task -> attempts.contains(task.id("attempt_id")))
                .forEach(task -> rows.add(new Named("worker.sandbox_task", task)));
        return rows;
    }

    private static List<Moment> times(Named named) {
        var times = new ArrayList<Moment>();
        named.row()
                .columns()
                .forEach(
                        (column, value) -> {
                            if (value instanceof Timestamp time
                                    && time.toInstant().isBefore(Instant.now())) {
                                times.add(
                                        new Moment(
                                                time.toInstant(),
                                                named.table() + " " + column + label(named.row())));
                            }
                        });
        return times;
    }

    private static String label(Row row) {
        return row.has("kind")
                ? " " + row.text("kind") + " " + row.text("amount")
                : row.has("state") ? " (now " + row.text("state") + ")" : "";
    }

    private static List<Moment> client(Evidence evidence, UUID job) {
        var keys = new HashSet<String>();
        for (var line : evidence.history()) {
            if (line.job() != null && Evidence.job(line.job()).equals(job)) {
                keys.add(line.subject());
            }
        }
        return evidence.history().stream()
                .filter(line -> keys.contains(line.subject()))
                .map(
                        line ->
                                new Moment(
                                        line.at(),
                                        "client %s %s %s %s"
                                                .formatted(
                                                        line.subject(),
                                                        line.operation(),
                                                        line.type(),
                                                        cut(line.detail()))))
                .toList();
    }

    private static List<Moment> faults(Evidence evidence, Instant from, Instant to) {
        return evidence.history().stream()
                .filter(line -> line.type() == History.Type.FAULT)
                .filter(line -> !line.at().isBefore(from) && !line.at().isAfter(to))
                .map(line -> new Moment(line.at(), "** " + line.operation() + " " + line.subject()))
                .toList();
    }

    private static String plain(Row row) {
        return row.columns().entrySet().stream()
                .filter(column -> column.getValue() != null)
                .map(column -> column.getKey() + "=" + cut(column.getValue().toString()))
                .collect(Collectors.joining(" "));
    }

    private static String cut(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
