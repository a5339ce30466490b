package dev.reelay.e2e.crash;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/// What the receivers of callbacks were promised. Every submission of a run has a callback.
final class WebhookInvariants {
    private static final List<String> ENDED =
            List.of("completed", "failed", "cancelled", "expired");

    private WebhookInvariants() {}

    static List<Invariant> all() {
        return List.of(
                new Invariant("W1", "every end was told to a well receiver", WebhookInvariants::w1),
                new Invariant(
                        "W2", "every message verifies, repeats are alike", WebhookInvariants::w2),
                new Invariant("W3", "nothing was told that was not so", WebhookInvariants::w3));
    }

    private static void w1(Evidence e, Invariant.Finding finding) {
        var taken = new HashSet<String>();
        e.messages().stream()
                .filter(Receiver::isTaken)
                .forEach(m -> taken.add(Evidence.job(m.video()) + " " + m.event()));
        for (var job : e.rows("api.job")) {
            var state = job.text("state");
            if (ENDED.contains(state)) {
                finding.expect(
                        taken.contains(job.id("id") + " video." + state),
                        job.id("id"),
                        "nobody was told that it is " + state);
            }
        }
    }

    private static void w2(Evidence e, Invariant.Finding finding) {
        var bodies = new HashMap<String, String>();
        for (var message : e.messages()) {
            var job = Evidence.job(message.video());
            finding.expect(message.verified(), job, message.id() + " does not verify");
            var before = bodies.putIfAbsent(message.id(), message.body());
            finding.expect(
                    before == null || before.equals(message.body()),
                    job,
                    message.id() + " came with another body");
        }
    }

    private static void w3(Evidence e, Invariant.Finding finding) {
        var jobs = e.byId("api.job", "id");
        var ids = new HashMap<String, String>();
        for (var message : e.messages()) {
            var id = Evidence.job(message.video());
            var job = jobs.get(id);
            finding.expect(
                    job != null && message.event().equals("video." + job.text("state")),
                    id,
                    "%s was told of a job that is %s"
                            .formatted(message.event(), job == null ? "none" : job.text("state")));
            var told = id + " " + message.event();
            finding.expect(
                    ids.computeIfAbsent(told, _ -> message.id()).equals(message.id()),
                    id,
                    message.event() + " was told under two ids");
        }
    }
}
