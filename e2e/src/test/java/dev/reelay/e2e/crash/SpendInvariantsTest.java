package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelay.e2e.SimulatorControl.Billed;
import dev.reelay.e2e.SimulatorControl.Prompt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The checker sees in the upstreams' books what must not be there.
class SpendInvariantsTest {
    private static final UUID JOB = UUID.fromString("01920000-0000-7000-8000-000000000001");
    private static final String KEY = Submission.upstream(1, 1).key();
    private static final Prompt PROMPT = Prompt.of(Submission.upstreamPrompt(KEY));
    private static final Billed PAID = new Billed(PROMPT, "kling", Instant.EPOCH, true);
    private static final Billed UNPAID = new Billed(PROMPT, "kling", Instant.EPOCH, false);

    @Test
    void when_an_upstream_has_one_paid_task_for_a_clip_then_nothing_is_broken() {
        assertThat(broken(PAID)).isEmpty();
    }

    @Test
    void when_an_upstream_was_asked_twice_then_it_is_seen() {
        assertThat(broken(PAID, UNPAID)).containsExactly("P1", "P5");
    }

    @Test
    void when_a_clip_is_in_no_book_or_was_not_paid_then_it_is_seen() {
        assertThat(broken()).containsExactly("P5");
        assertThat(broken(UNPAID)).containsExactly("P5");
    }

    private static List<String> broken(Billed... tasks) {
        var tables = new HashMap<String, List<Row>>();
        Databases.TABLES.forEach(table -> tables.put(table, List.of()));
        tables.put("api.job", List.of(new Row(Map.of("id", JOB, "state", "completed"))));
        var accepted =
                new History.Line(
                        Instant.EPOCH,
                        History.Type.OK,
                        Clients.SUBMIT,
                        KEY,
                        "video_" + JOB.toString().replace("-", ""),
                        "");
        var bill = new HashMap<Prompt, List<Billed>>();
        for (var task : tasks) {
            bill.computeIfAbsent(task.prompt(), _ -> new ArrayList<>()).add(task);
        }
        var evidence =
                new Evidence(
                        List.of(accepted),
                        tables,
                        Collections.emptyMap(),
                        0,
                        List.of(),
                        List.of(),
                        bill);
        return SpendInvariants.all().stream()
                .filter(invariant -> !invariant.in(evidence).broken().isEmpty())
                .map(Invariant::name)
                .toList();
    }
}
