package dev.reelay.e2e.crash;

import java.util.HashSet;
import java.util.List;

/// Nothing is left lying about once all is quiet.
final class HygieneInvariants {
    private HygieneInvariants() {}

    static List<Invariant> all() {
        return List.of(
                new Invariant("H1", "no orphan object, nothing owed", HygieneInvariants::h1));
    }

    private static void h1(Evidence e, Invariant.Finding finding) {
        var pointed = new HashSet<String>();
        for (var execution : e.rows("worker.execution")) {
            if (execution.has("asset")) {
                var asset = Json.of(execution.text("asset"));
                pointed.add(asset.path("key").asText());
                pointed.add(asset.path("thumbnail_key").asText());
                pointed.add(asset.path("spritesheet_key").asText());
            }
        }
        for (var key : e.objects().keySet()) {
            finding.expect(
                    !key.startsWith("outputs/") || pointed.contains(key),
                    null,
                    "nobody points to " + key);
        }
        finding.expect(
                e.unfinishedUploads() == 0,
                null,
                e.unfinishedUploads() + " uploads are unfinished");
        for (var timer : e.rows("worker.timer")) {
            finding.expect(false, timer.id("job_id"), "a timer is left");
        }
        for (var job : e.rows("worker.job")) {
            finding.expect(
                    job.number("told_version") >= job.number("version"),
                    job.id("id"),
                    "a report is owed");
        }
        for (var event : e.rows("api.event")) {
            finding.expect(!event.has("tell_at"), event.id("job_id"), "a hand-over is owed");
        }
        for (var delivery : e.rows("worker.delivery")) {
            finding.expect(!delivery.has("due_at"), delivery.id("job_id"), "a delivery is due");
        }
        for (var hold : e.rows("billing.hold")) {
            finding.expect(!hold.has("tell_at"), hold.id("id"), "a settlement is owed");
        }
        for (var job : e.rows("api.job")) {
            finding.expect(
                    !job.has("announce_at") && !job.has("void_at"),
                    job.id("id"),
                    "an announcement or a void is owed");
        }
    }
}
