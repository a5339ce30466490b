package dev.reelay.worker.webhook;

import dev.reelay.worker.webhook.DeliveryMachine.Next;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// What destinations are like: how many failures in a row, and which of the last twenty attempts
/// were slow. Of one that is well nothing is kept, so it costs nothing.
@Singleton
class PostgresLanes {
    private static final int REMEMBERED = 20;
    private static final int MASK = (1 << REMEMBERED) - 1;

    private static final String NOTE =
            """
            insert into destination_lane (destination, failures, marks)
            values (:destination, :failures, :marks)
            on conflict (destination) do update
               set failures = :failures
                              + case when :taken then 0 else destination_lane.failures end,
                   marks = ((destination_lane.marks << :count) | :marks) & :mask,
                   updated_at = now()
            """;

    private static final String FORGET =
            """
            delete from destination_lane
             where (failures = 0 and marks = 0) or updated_at < now() - interval '2 d'
            """;

    private final Jdbi jdbi;
    private final WebhookConfig config;

    PostgresLanes(Jdbi jdbi, WebhookConfig config) {
        this.jdbi = jdbi;
        this.config = config;
    }

    /// Attempts to one destination that were kept together.
    private static final class Group {
        private int count;
        private int failures; // since the last success
        private int marks;
        private boolean taken;
        private boolean marked;

        void add(Kept kept, boolean slow) {
            count = Math.min(count + 1, REMEMBERED);
            marks = ((marks << 1) | (slow ? 1 : 0)) & MASK;
            marked |= kept.delivery().lane().marked();
            if (kept.next() instanceof Next.Delivered) {
                taken = true;
                failures = 0;
            } else {
                failures++;
            }
        }

        boolean isWorthKeeping() {
            return marked || failures > 0 || marks != 0;
        }
    }

    /// To be called in the transaction that keeps the attempts.
    void note(Handle h, List<Kept> all) {
        // In their order, so that two groups never wait for each other.
        var groups = new TreeMap<String, Group>();
        for (var one : all) {
            groups.computeIfAbsent(one.delivery().destination(), _ -> new Group())
                    .add(one, one.attempt().took().compareTo(config.slowAfter()) > 0);
        }
        groups.forEach(
                (destination, group) -> {
                    if (group.isWorthKeeping()) {
                        note(h, destination, group);
                    }
                });
    }

    private static void note(Handle h, String destination, Group group) {
        h.createUpdate(NOTE)
                .bind("destination", destination)
                .bind("failures", group.failures)
                .bind("marks", group.marks)
                .bind("taken", group.taken)
                .bind("count", group.count)
                .bind("mask", MASK)
                .execute();
    }

    /// Removes what says nothing any more.
    void forget() {
        jdbi.useHandle(h -> h.execute(FORGET));
    }
}
