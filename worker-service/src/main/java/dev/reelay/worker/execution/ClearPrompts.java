package dev.reelay.worker.execution;

import dev.reelay.worker.loop.Bell;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.role.RoleStarts;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Removes what tenants wrote once the job has ended: nothing here needs it any more, and how long
/// it is kept for the tenant is the api's concern.
@Singleton
class ClearPrompts {
    private static final Duration EACH = Duration.ofSeconds(5);
    private static final int MOST = 200;

    private final PostgresPrompts prompts;
    private final Work work;

    ClearPrompts(PostgresPrompts prompts, Work work) {
        this.prompts = prompts;
        this.work = work;
    }

    void start(@Observes RoleStarts.Render event) {
        work.repeat("clear-prompts", EACH, new Bell(), this::clear);
    }

    /// Clears some; answers whether there may be more.
    boolean clear() {
        return prompts.clear(MOST) == MOST;
    }
}
