package dev.reelay.e2e.crash;

import dev.reelay.e2e.SimulatorControl.Prompt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// What the providers were asked for, by their own books, and the slots. The sandbox bills each
/// task it took in.
final class SpendInvariants {
    /// An attempt that ended so has cost nothing, so another may follow.
    private static final List<String> FREE = List.of("refused", "not_sent", "failed");

    private static final List<String> LIVE =
            List.of("queued", "submitting", "unknown", "in_progress", "storing");
    private static final List<String> AT_PROVIDER = List.of("submitting", "unknown", "in_progress");

    private SpendInvariants() {}

    static List<Invariant> all() {
        return List.of(
                new Invariant("P1", "one billed task for an output", SpendInvariants::p1),
                new Invariant("P2", "the intent is older than the task", SpendInvariants::p2),
                new Invariant("P3", "nothing follows an unclear attempt", SpendInvariants::p3),
                new Invariant("P4", "no more at the provider than its slots", SpendInvariants::p4),
                new Invariant("P5", "an upstream's clip is in its bill once", SpendInvariants::p5),
                new Invariant("F3", "slot counters are what a recount says", SpendInvariants::f3));
    }

    private static void p1(Evidence e, Invariant.Finding finding) {
        var attempts = e.byId("worker.attempt", "id");
        var billed = new HashMap<String, List<UUID>>();
        for (var task : e.rows("worker.sandbox_task")) {
            var attempt = attempts.get(task.id("attempt_id"));
            if (attempt == null) {
                finding.expect(false, null, "a task without an attempt: " + task);
            } else {
                billed.computeIfAbsent(place(attempt), _ -> new ArrayList<>())
                        .add(attempt.id("id"));
            }
        }
        for (var execution : e.rows("worker.execution")) {
            var tasks = billed.getOrDefault(place(execution), List.of());
            finding.expect(
                    tasks.size() <= 1,
                    execution.id("job_id"),
                    "output %s was bought %d times: %s"
                            .formatted(execution.text("output"), tasks.size(), tasks));
        }
        e.bill()
                .forEach(
                        (prompt, tasks) ->
                                finding.expect(
                                        tasks.size() == 1,
                                        null,
                                        "%s was bought %d times".formatted(prompt, tasks.size())));
    }

    /// By the upstreams' books.
    private static void p5(Evidence e, Invariant.Finding finding) {
        var jobs = e.byId("api.job", "id");
        e.accepted()
                .forEach(
                        (key, answers) -> {
                            var id = answers.getFirst().jobId();
                            var job = jobs.get(id);
                            if (Submission.isUpstream(key)
                                    && job != null
                                    && job.text("state").equals("completed")) {
                                var tasks =
                                        e.bill()
                                                .getOrDefault(
                                                        Prompt.of(Submission.upstreamPrompt(key)),
                                                        List.of());
                                finding.expect(
                                        tasks.size() == 1 && tasks.getFirst().isPaid(),
                                        id,
                                        "%s has a clip; the upstreams' books say %s"
                                                .formatted(key, tasks));
                            }
                        });
    }

    private static void p2(Evidence e, Invariant.Finding finding) {
        var attempts = e.byId("worker.attempt", "id");
        for (var task : e.rows("worker.sandbox_task")) {
            var attempt = attempts.get(task.id("attempt_id"));
            var intended = attempt == null ? null : attempt.at("intent_at").orElse(null);
            finding.expect(
                    intended != null && !intended.isAfter(task.at("created_at").orElseThrow()),
                    attempt == null ? null : attempt.id("job_id"),
                    "attempt %s was sent and its intent is of %s"
                            .formatted(task.id("attempt_id"), intended));
        }
    }

    private static void p3(Evidence e, Invariant.Finding finding) {
        for (var attempts : byPlace(e).values()) {
            attempts.sort(Comparator.comparing(a -> a.at("created_at").orElseThrow()));
            for (var attempt : attempts.subList(0, attempts.size() - 1)) {
                finding.expect(
                        FREE.contains(attempt.text("state")),
                        attempt.id("job_id"),
                        "attempt %s is %s and another followed"
                                .formatted(attempt.id("id"), attempt.text("state")));
            }
            var last = attempts.getLast();
            finding.expect(
                    !List.of("sending", "unknown").contains(last.text("state")),
                    last.id("job_id"),
                    "attempt %s was left %s".formatted(last.id("id"), last.text("state")));
        }
    }

    private static Map<String, List<Row>> byPlace(Evidence e) {
        var by = new HashMap<String, List<Row>>();
        e.rows("worker.attempt")
                .forEach(a -> by.computeIfAbsent(place(a), _ -> new ArrayList<>()).add(a));
        return by;
    }

    private static String place(Row row) {
        return row.text("job_id") + "/" + row.text("output");
    }

    private static void p4(Evidence e, Invariant.Finding finding) {
        for (var slot : e.rows("worker.account_slot")) {
            finding.expect(
                    slot.number("in_flight") <= slot.number("max_in_flight"),
                    null,
                    "too many in flight: " + slot);
        }
        e.seen().stream()
                .filter(seen -> seen.invariant().equals("P4"))
                .forEach(seen -> finding.expect(false, null, seen.at() + " " + seen.what()));
    }

    private static void f3(Evidence e, Invariant.Finding finding) {
        var executions = e.rows("worker.execution");
        for (var slot : e.rows("worker.tenant_slot")) {
            var live =
                    executions.stream()
                            .filter(x -> x.id("tenant_id").equals(slot.id("tenant_id")))
                            .filter(x -> LIVE.contains(x.text("state")))
                            .filter(x -> !x.text("state").equals("queued"))
                            .count();
            finding.expect(
                    slot.number("in_flight") == live, null, slot + "; %d are".formatted(live));
        }
        for (var queue : e.rows("worker.tenant_queue")) {
            var live =
                    executions.stream()
                            .filter(x -> x.id("tenant_id").equals(queue.id("tenant_id")))
                            .filter(x -> x.text("provider").equals(queue.text("provider")))
                            .filter(x -> LIVE.contains(x.text("state")))
                            .collect(
                                    Collectors.partitioningBy(
                                            x -> x.text("state").equals("queued")));
            var queued = live.getOrDefault(true, List.of());
            finding.expect(
                    queue.number("queued") == queued.size()
                            && queue.number("queued_seconds") == seconds(queued)
                            && queue.number("running_seconds")
                                    == seconds(live.getOrDefault(false, List.of())),
                    null,
                    "%s; queued or running are %s".formatted(queue, live));
        }
        for (var slot : e.rows("worker.account_slot")) {
            var there =
                    executions.stream()
                            .filter(x -> AT_PROVIDER.contains(x.text("state")))
                            .filter(x -> x.text("account").equals(slot.text("account")))
                            .count();
            finding.expect(
                    slot.number("in_flight") == there, null, slot + "; %d are".formatted(there));
        }
    }

    private static long seconds(List<Row> executions) {
        return executions.stream().mapToLong(x -> x.number("expected_seconds")).sum();
    }
}
