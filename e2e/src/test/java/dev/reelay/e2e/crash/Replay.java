package dev.reelay.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/// Every message comes again, several times, in any order: nothing changes (invariant L8).
final class Replay {
    private static final int MOST_REPEATS = 3;

    private Replay() {}

    /// Throws where something changed. Answers how many were sent.
    ///
    /// @param limit for reading them, and then for coming to rest
    static int of(Run run, long seed, Duration limit) {
        var before = money(run);
        var topics = new Topics(run.cluster().broker());
        var sent = topics.replay(seed, MOST_REPEATS);
        Awaitility.await()
                .atMost(limit)
                .until(() -> topics.read(List.of("worker", "billing-service", "api-service")));
        assertThat(run.rest(limit)).as("at rest: %s", run.databases().unrest()).isTrue();
        var verdict = Verdict.on(Evidence.of(run));
        assertThat(verdict.namesBroken()).as(verdict.text()).isEmpty();
        assertThat(money(run)).isEqualTo(before);
        return sent;
    }

    private static List<Row> money(Run run) {
        return run.databases()
                .rows(
                        "billing",
                        """
                        select a.id, available, held, spent, last_entry,
                               (select string_agg(h.id || h.state || h.captured, ',' order by h.id)
                                  from hold h where h.account_id = a.id) as holds
                          from account a order by a.id
                        """);
    }
}
