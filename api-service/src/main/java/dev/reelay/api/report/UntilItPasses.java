package dev.reelay.api.report;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/// Applies a batch of messages to the database and waits out its absence: a message is only done
/// when its effect is committed. A message that the database refuses for what it holds is skipped.
final class UntilItPasses {
    private static final Logger LOG = Logger.getLogger(UntilItPasses.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private UntilItPasses() {}

    /// Throws only where the process is being stopped; the messages then come again.
    static <T> void apply(List<T> messages, Consumer<List<T>> effect) {
        var wait = FIRST_WAIT;
        while (true) {
            try {
                effect.accept(messages);
                return;
            } catch (JdbiException e) {
                if (isRefusal(e)) {
                    singly(messages, effect);
                    return;
                }
                LOG.warnf("the database is awaited cause=%s", e.getClass().getSimpleName());
                pause(wait);
                wait = shorter(wait.multipliedBy(2));
            }
        }
    }

    private static <T> void singly(List<T> messages, Consumer<List<T>> effect) {
        if (messages.size() == 1) {
            LOG.error("a message was skipped: the database refuses what it holds");
            return;
        }
        messages.forEach(message -> apply(List.of(message), effect));
    }

    private static Duration shorter(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /// Data exceptions and violated constraints; they would be refused for ever.
    private static boolean isRefusal(JdbiException e) {
        return e.getCause() instanceof SQLException sql
                && (Objects.requireNonNullElse(sql.getSQLState(), "").startsWith("22")
                        || Objects.requireNonNullElse(sql.getSQLState(), "").startsWith("23"));
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while the database was awaited", e);
        }
    }
}
