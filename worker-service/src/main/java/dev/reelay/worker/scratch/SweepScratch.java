package dev.reelay.worker.scratch;

import dev.reelay.worker.loop.Work;
import dev.reelay.worker.role.RoleStarts;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jboss.logging.Logger;

/// Clears the disk of what killed workers had in hand, beside the first work of this one.
@Singleton
class SweepScratch {
    private static final Logger LOG = Logger.getLogger(SweepScratch.class);

    private final Scratch scratch;
    private final Work work;

    SweepScratch(Scratch scratch, Work work) {
        this.scratch = scratch;
        this.work = work;
    }

    void start(@Observes RoleStarts.Render event) {
        work.hand(this::sweep);
    }

    private void sweep() {
        try {
            scratch.sweep();
        } catch (IOException | RuntimeException e) {
            LOG.warnf("Files of killed workers stay on the disk; why=%s", e);
        }
    }
}
