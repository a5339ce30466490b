package dev.reelay.worker.provider.sandbox;

import dev.reelay.worker.loop.Bell;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.media.Ffmpeg;
import dev.reelay.worker.media.FfmpegFailed;
import dev.reelay.worker.provider.sandbox.PostgresTasks.Claimed;
import dev.reelay.worker.role.RoleStarts;
import dev.reelay.worker.store.S3Objects;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/// Claims tasks as renders end, so that never more run than this worker has room for. Any worker
/// takes any task.
@Singleton
class RenderLoop {
    private static final Logger LOG = Logger.getLogger(RenderLoop.class);
    private static final int SWEPT_AT_ONCE = 200;

    private final PostgresTasks tasks;
    private final RenderTask render;
    private final S3Objects objects;
    private final SandboxConfig config;
    private final RenderFolders folders;
    private final Ffmpeg ffmpeg;
    private final Work work;
    private final Bell bell = new Bell();
    private final Semaphore room;
    private final Map<UUID, Thread> here = new ConcurrentHashMap<>();

    RenderLoop(
            PostgresTasks tasks,
            RenderTask render,
            S3Objects objects,
            SandboxConfig config,
            RenderFolders folders,
            Ffmpeg ffmpeg,
            Work work) {
        this.tasks = tasks;
        this.render = render;
        this.objects = objects;
        this.config = config;
        this.folders = folders;
        this.ffmpeg = ffmpeg;
        this.work = work;
        var processors = Runtime.getRuntime().availableProcessors();
        this.room = new Semaphore(config.atOnce().orElse(Math.max(1, processors / 2)));
    }

    void start(@Observes RoleStarts.Render event) {
        start();
    }

    /// Begins to look for tasks.
    void start() {
        removeOldRenders(); // and none that has begun meanwhile
        work.hand(this::prepare);
        work.repeat("render", config.interval(), bell, this::next);
        work.repeat("sandbox-sweep", config.sweep(), new Bell(), this::sweep);
    }

    private void removeOldRenders() {
        try {
            folders.sweep();
        } catch (IOException e) {
            LOG.warnf(e, "Old renders cannot be removed");
        }
    }

    /// Beforehand, so that the first clip does not wait for it.
    private void prepare() {
        try {
            LOG.infof("The sandbox renders with %s", ffmpeg.program());
        } catch (FfmpegFailed e) {
            LOG.errorf("The sandbox cannot render: %s", e.getMessage());
        }
    }

    /// A task was queued: look at once.
    void wake() {
        bell.ring();
    }

    /// Stops the render of an attempt if it runs here; elsewhere the heartbeat does.
    void stop(UUID attempt) {
        var renderer = here.get(attempt);
        if (renderer != null) {
            renderer.interrupt();
        }
    }

    private boolean next() {
        if (!room.tryAcquire()) {
            return false; // the end of a render rings
        }
        var handed = false;
        try {
            var task = tasks.claim(config.lease());
            handed = task.isPresent();
            task.ifPresent(t -> work.hand(() -> render(t)));
            return handed;
        } finally {
            if (!handed) {
                room.release();
            }
        }
    }

    private void render(Claimed task) {
        here.put(task.id().attempt(), Thread.currentThread());
        try {
            render.render(task);
        } catch (RuntimeException e) { // a worker outlives whatever a render throws
            LOG.errorf(e, "A render broke off; attempt=%s", task.id().attempt());
        } finally {
            here.remove(task.id().attempt(), Thread.currentThread());
            room.release();
            bell.ring();
        }
    }

    /// The file first: a row without a file is swept again, a file without a row never.
    boolean sweep() {
        var old = tasks.old(SWEPT_AT_ONCE);
        objects.delete(old.stream().map(TaskId::key).toList());
        old.forEach(tasks::forget);
        return old.size() == SWEPT_AT_ONCE;
    }
}
