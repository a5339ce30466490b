package dev.reelay.worker.endpoint;

import dev.reelay.common.id.EndpointId;
import dev.reelay.common.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Notes whether endpoints take what they are sent, and disables those that do not. With each that
/// is disabled, its row owes the api a notice.
@Singleton
public final class PostgresEndpointHealth {
    /// How attempts to an endpoint went, of those that were kept together.
    public enum Verdict {
        /// At least one was taken.
        TAKES,
        /// None was.
        FAILS,
        /// It says that it is no more.
        GONE
    }

    public record Seen(TenantId tenant, EndpointId endpoint, Verdict verdict) {}

    private static final String TAKES =
            """
            update endpoint set failing_since = null
             where id = :id and tenant_id = :tenant and enabled and failing_since is not null
            """;

    private static final String FAILS =
            """
            update endpoint set failing_since = now()
             where id = :id and tenant_id = :tenant and enabled and failing_since is null
            """;

    private static final String DISABLE =
            """
            update endpoint
               set enabled = false, disabled_reason = :reason, updated_at = now(),
                   failing_since = coalesce(failing_since, now()),
                   notice_id = uuidv7(), notice_reason = :reason, notice_at = now(),
                   notice_since = coalesce(failing_since, now()), notice_tell_at = now()
             where id = :id and tenant_id = :tenant and enabled
               and (:reason = 'gone' or failing_since <= now() - :after * interval '1 ms')
            returning id
            """;

    private final EndpointConfig config;

    public PostgresEndpointHealth(EndpointConfig config) {
        this.config = config;
    }

    /// To be called in the transaction that keeps the attempts.
    public void note(Handle h, Collection<Seen> seen) {
        for (var one : seen) {
            switch (one.verdict()) {
                case TAKES -> step(h, TAKES, one);
                case FAILS -> {
                    step(h, FAILS, one);
                    disable(h, one, "failing");
                }
                case GONE -> disable(h, one, "gone");
            }
        }
    }

    private static void step(Handle h, String sql, Seen one) {
        h.createUpdate(sql)
                .bind("id", one.endpoint().value())
                .bind("tenant", one.tenant().value())
                .execute();
    }

    private void disable(Handle h, Seen one, String reason) {
        var disabled =
                h.createQuery(DISABLE)
                        .bind("id", one.endpoint().value())
                        .bind("tenant", one.tenant().value())
                        .bind("reason", reason)
                        .bind("after", config.failingAfter().toMillis())
                        .mapTo(UUID.class)
                        .findOne()
                        .isPresent();
        if (disabled) {
            PostgresOwed.giveUp(h, one.tenant(), one.endpoint(), PostgresOwed.DISABLED);
        }
    }
}
