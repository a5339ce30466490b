package dev.reelay.e2e.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelay.e2e.crash.History.Type;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What clients were promised of their jobs.
final class JobInvariants {
    private static final List<String> ENDED =
            List.of("completed", "failed", "cancelled", "expired");

    private JobInvariants() {}

    static List<Invariant> all() {
        return List.of(
                new Invariant("J1", "every accepted job ended as it was to", JobInvariants::j1),
                new Invariant("J2", "nothing ended changes, no version falls", JobInvariants::j2),
                new Invariant("J3", "no job is stuck anywhere", JobInvariants::j3),
                new Invariant("J4", "completed jobs have their bytes", JobInvariants::j4),
                new Invariant("J5", "one job for a key, answered alike", JobInvariants::j5),
                new Invariant("J6", "a job has one tenant everywhere", JobInvariants::j6));
    }

    private static void j1(Evidence e, Invariant.Finding finding) {
        var jobs = e.byId("api.job", "id");
        var ends = new HashMap<String, List<String>>();
        e.history().stream()
                .filter(l -> l.type() == Type.INVOKE && l.operation().equals(Clients.SUBMIT))
                .forEach(l -> ends.put(l.subject(), List.of(l.detail().split(" ", -1))));
        e.accepted()
                .forEach(
                        (key, answers) -> {
                            var id = answers.getFirst().jobId();
                            var job = jobs.get(id);
                            var state = job == null ? "lost" : job.text("state");
                            finding.expect(
                                    ends.getOrDefault(key, List.of()).contains(state),
                                    id,
                                    "%s was accepted and is %s, not %s"
                                            .formatted(key, state, ends.get(key)));
                        });
        e.history().stream()
                .filter(l -> l.type() == Type.FAIL)
                .forEach(
                        l ->
                                finding.expect(
                                        false,
                                        l.job() == null ? null : l.jobId(),
                                        "%s of %s failed: %s"
                                                .formatted(
                                                        l.operation(), l.subject(), l.detail())));
    }

    /// What was seen each second, and what polls showed.
    private static void j2(Evidence e, Invariant.Finding finding) {
        var shown = new HashMap<String, String>();
        for (var line : e.history()) {
            if (line.operation().equals(Clients.POLL)) {
                var before = shown.put(String.valueOf(line.job()), line.detail());
                finding.expect(
                        before == null || !ENDED.contains(before),
                        line.jobId(),
                        "a poll showed %s after %s".formatted(line.detail(), before));
            }
        }
        e.seen().stream()
                .filter(seen -> seen.invariant().equals("J2"))
                .forEach(seen -> finding.expect(false, seen.job(), seen.what()));
    }

    private static void j3(Evidence e, Invariant.Finding finding) {
        for (var job : e.rows("api.job")) {
            finding.expect(
                    ENDED.contains(job.text("state")) || job.text("state").equals("abandoned"),
                    job.id("id"),
                    "the api has it as " + job.text("state"));
        }
        for (var execution : e.rows("worker.execution")) {
            finding.expect(
                    ENDED.contains(execution.text("state")),
                    execution.id("job_id"),
                    "output %s is %s".formatted(execution.text("output"), execution.text("state")));
        }
        var states = e.byId("worker.job", "id");
        for (var job : e.rows("api.job")) {
            var made = states.get(job.id("id"));
            finding.expect(
                    made == null || made.text("status").equals(job.text("state")),
                    job.id("id"),
                    "the api says %s, the worker %s"
                            .formatted(job.text("state"), made == null ? "" : made.text("status")));
        }
    }

    private static void j4(Evidence e, Invariant.Finding finding) {
        var jobs = e.byId("api.job", "id");
        var tasks = e.byId("worker.sandbox_task", "attempt_id");
        var tiny = new HashSet<String>();
        for (var execution : e.rows("worker.execution")) {
            if (execution.text("state").equals("completed")) {
                var asset = stored(e, execution, finding);
                if (isTiny(jobs.get(execution.id("job_id")))) {
                    tiny.add(asset.path("sha256").asText());
                } else if (execution.text("provider").equals("sandbox")) {
                    rendered(e, execution, asset, tasks, finding);
                }
            } else {
                finding.expect(
                        !execution.has("asset"), execution.id("job_id"), "a failure has a file");
            }
        }
        finding.expect(tiny.size() <= 1, null, "tiny clips differ: " + tiny);
        downloaded(e, finding);
    }

    /// Whether the sandbox's one clip stands for what was asked.
    private static boolean isTiny(@Nullable Row job) {
        var prompt = job == null ? "" : Json.of(job.text("spec")).path("prompt").asText();
        return prompt.startsWith("[sandbox") && prompt.contains("clip=tiny");
    }

    /// What is said of the file that the store has.
    private static JsonNode stored(Evidence e, Row execution, Invariant.Finding finding) {
        var job = execution.id("job_id");
        var asset = Json.of(execution.text("asset"));
        var object = e.objects().get(asset.path("key").asText());
        finding.expect(
                object != null
                        && object.bytes() == asset.path("bytes").asLong()
                        && object.sha256().equals(asset.path("sha256").asText())
                        && object.contentType().equals("video/mp4"),
                job,
                "the store has %s for %s".formatted(object, asset));
        finding.expect(
                e.objects().containsKey(asset.path("thumbnail_key").asText())
                        && e.objects().containsKey(asset.path("spritesheet_key").asText()),
                job,
                "no still pictures for " + asset);
        return asset;
    }

    /// The sandbox keeps its own file for an hour after the job's deadline.
    private static void rendered(
            Evidence e,
            Row execution,
            JsonNode asset,
            Map<UUID, Row> tasks,
            Invariant.Finding finding) {
        var attempt = execution.id("attempt_id");
        var rendered = e.objects().get("sandbox/" + attempt + ".mp4");
        var task = tasks.get(attempt);
        finding.expect(
                rendered == null
                        ? task == null
                                || task.at("keep_until").orElseThrow().isBefore(Instant.now())
                        : rendered.sha256().equals(asset.path("sha256").asText()),
                execution.id("job_id"),
                "the provider's file is another one, or went too soon");
    }

    /// What clients fetched is what the worker says that it stored.
    private static void downloaded(Evidence e, Invariant.Finding finding) {
        var executions = e.by("worker.execution", "job_id");
        for (var line : e.history()) {
            if (line.type() == Type.OK && line.operation().equals(Clients.DOWNLOAD)) {
                var job = line.jobId();
                var known =
                        executions.getOrDefault(job, List.of()).stream()
                                .filter(x -> x.has("asset"))
                                .map(x -> Json.of(x.text("asset")).path("sha256").asText())
                                .collect(Collectors.toSet());
                var words = line.detail().split(" ", 2);
                finding.expect(
                        words[0].equals("video/mp4") && known.contains(words[1]),
                        job,
                        "a client fetched %s; known are %s".formatted(line.detail(), known));
            }
        }
    }

    private static void j5(Evidence e, Invariant.Finding finding) {
        var accepted = e.accepted();
        accepted.forEach(
                (key, answers) -> {
                    var first = answers.getFirst();
                    var id = first.jobId();
                    for (var answer : answers) {
                        finding.expect(
                                answer.detail().equals(first.detail()),
                                id,
                                "%s was answered %s and %s"
                                        .formatted(key, first.detail(), answer.detail()));
                    }
                });
        var asked = new HashSet<String>();
        e.history().stream()
                .filter(l -> l.operation().equals(Clients.SUBMIT) && l.type() == Type.UNKNOWN)
                .forEach(l -> asked.add(l.subject()));
        asked.removeAll(accepted.keySet());
        var made = e.rows("api.job").stream().filter(j -> !j.text("state").equals("abandoned"));
        var count = made.count();
        finding.expect(
                count >= accepted.size() && count <= accepted.size() + asked.size(),
                null,
                "%d keys were accepted, %d have no answer, %d jobs were made"
                        .formatted(accepted.size(), asked.size(), count));
    }

    private static void j6(Evidence e, Invariant.Finding finding) {
        var tenants = new HashMap<UUID, UUID>();
        e.rows("api.job").forEach(job -> tenants.put(job.id("id"), job.id("tenant_id")));
        same(e, tenants, "worker.job", "id", finding);
        same(e, tenants, "worker.execution", "job_id", finding);
        same(e, tenants, "worker.attempt", "job_id", finding);
        // Of a job that was given up the api forgets the row; its hold stays, as a tombstone at
        // most.
        e.rows("billing.hold").stream()
                .filter(hold -> hold.text("state").equals("voided"))
                .forEach(hold -> tenants.putIfAbsent(hold.id("id"), hold.id("tenant_id")));
        same(e, tenants, "billing.hold", "id", finding);
        var attempts = new HashMap<UUID, UUID>();
        e.rows("worker.attempt").forEach(a -> attempts.put(a.id("id"), a.id("tenant_id")));
        same(e, attempts, "worker.sandbox_task", "attempt_id", finding);
    }

    private static void same(
            Evidence e,
            HashMap<UUID, UUID> tenants,
            String table,
            String column,
            Invariant.Finding finding) {
        for (var row : e.rows(table)) {
            var id = row.id(column);
            finding.expect(
                    row.id("tenant_id").equals(tenants.get(id)),
                    id,
                    "%s has tenant %s, not %s"
                            .formatted(table, row.id("tenant_id"), tenants.get(id)));
        }
    }
}
