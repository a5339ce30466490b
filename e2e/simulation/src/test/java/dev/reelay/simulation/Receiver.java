package dev.reelay.simulation;

import dev.reelay.api.job.JobState;
import dev.reelay.common.id.JobId;
import dev.reelay.worker.egress.EgressAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Where a tenant wants to hear of ends. It keeps a log of all that came.
public final class Receiver {
    private static final byte[] NOTHING = {};

    /// Something that came.
    ///
    /// @param event by which repeats are known
    /// @param end what it says
    /// @param status what was answered; 0 where nothing was, -1 where it never came
    record Heard(String event, JobId job, JobState end, int status) {}

    private final World world;
    final List<Heard> log = new ArrayList<>();

    Receiver(World world) {
        this.world = world;
    }

    /// Takes it where all goes well.
    public EgressAnswer post(String event, JobId job, JobState end) {
        var status =
                switch (world.draw(10)) {
                    case 1, 2 -> 503;
                    case 3 -> 429;
                    case 4, 5 -> 0;
                    case 6 -> world.perhaps(4) ? 410 : 500;
                    default -> 200;
                };
        if (status == 0 && world.perhaps(2)) {
            log.add(new Heard(event, job, end, -1));
            return new EgressAnswer.NotSent("no connection");
        }
        log.add(new Heard(event, job, end, status));
        world.tell(() -> "  receiver: hears %s, answers %d".formatted(event, status));
        world.checker.hears(event, job, end);
        return status == 0 || world.perhaps(8)
                ? new EgressAnswer.NoAnswer("no answer")
                : new EgressAnswer.Answered(
                        status, status == 429 ? Map.of("retry-after", "20") : Map.of(), NOTHING);
    }

    /// Whether it took an end, or said that it wants no more.
    boolean has(JobId job, JobState end) {
        for (var heard : log) {
            if (heard.job.equals(job)
                    && heard.end == end
                    && (heard.status == 200 || heard.status == 410)) {
                return true;
            }
        }
        return false;
    }

    /// How often an end was answered otherwise, or not at all.
    int refusals(JobId job) {
        var count = 0;
        for (var heard : log) {
            if (heard.job.equals(job) && heard.status != 200) {
                count++;
            }
        }
        return count;
    }
}
