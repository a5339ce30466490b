package dev.reelay.worker.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/// Takes records of a topic into the database, which may be away. Waits as long as that lasts; what
/// the database refuses for its content is poison and skipped, alone.
public final class UntilTaken {
    private static final Logger LOG = Logger.getLogger(UntilTaken.class);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private UntilTaken() {}

    /// Answers those that were taken.
    public static <T> List<T> take(String topic, List<T> all, Consumer<List<T>> take)
            throws InterruptedException {
        for (var tries = 0; ; tries++) {
            try {
                take.accept(all);
                return all;
            } catch (JdbiException e) {
                if (refusesContent(e)) {
                    return skipPoison(topic, all, take, e);
                }
                if (tries == 0) {
                    LOG.warnf(e, "Records wait for the database; count=%d", all.size());
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private static <T> List<T> skipPoison(
            String topic, List<T> all, Consumer<List<T>> take, JdbiException why)
            throws InterruptedException {
        if (all.size() == 1) {
            LOG.errorf("A record of %s was skipped; why=%s", topic, state(why));
            return List.of();
        }
        var taken = new ArrayList<T>();
        for (var one : all) {
            taken.addAll(take(topic, List.of(one), take));
        }
        return taken;
    }

    /// Classes 22 and 23: a value or a constraint. Everything else passes.
    private static boolean refusesContent(JdbiException e) {
        var state = state(e);
        return state.startsWith("22") || state.startsWith("23");
    }

    private static String state(JdbiException e) {
        return e.getCause() instanceof SQLException sql && sql.getSQLState() != null
                ? sql.getSQLState()
                : "";
    }
}
