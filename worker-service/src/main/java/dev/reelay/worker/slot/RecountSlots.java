package dev.reelay.worker.slot;

import dev.reelay.worker.loop.Bell;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.role.RoleStarts;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Checks each minute that the slot counters say what the executions say. A difference is a bug; it
/// is repaired so that no slot is lost for ever, and logged as an error.
@Singleton
public class RecountSlots {
    private static final Logger LOG = Logger.getLogger(RecountSlots.class);
    private static final Duration EACH = Duration.ofMinutes(1);

    private final Slots slots;
    private final Work work;

    public RecountSlots(Slots slots, Work work) {
        this.slots = slots;
        this.work = work;
    }

    void start(@Observes RoleStarts.Render event) {
        work.repeat("recount-slots", EACH, new Bell(), this::recount);
    }

    boolean recount() {
        slots.recount().forEach(w -> LOG.errorf("A slot counter was wrong; difference=%s", w));
        return false;
    }
}
