package dev.reelay.worker.provider.sandbox;

import dev.reelay.common.event.JobReport.Reason;
import dev.reelay.worker.provider.sandbox.PostgresTasks.Claimed;
import dev.reelay.worker.store.S3Objects;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;

/// Renders one claimed task and puts the clip into the store. Two renderers of one task put the
/// same bytes under the same key; only the one with the present epoch ends the task.
@Singleton
class RenderTask {
    private static final Logger LOG = Logger.getLogger(RenderTask.class);

    private final PostgresTasks tasks;
    private final FetchPictures pictures;
    private final DrawClip draw;
    private final S3Objects objects;
    private final RenderFolders folders;
    private final SandboxConfig config;
    private final CallBack callBack;

    RenderTask(
            PostgresTasks tasks,
            FetchPictures pictures,
            DrawClip draw,
            S3Objects objects,
            RenderFolders folders,
            SandboxConfig config,
            CallBack callBack) {
        this.tasks = tasks;
        this.pictures = pictures;
        this.draw = draw;
        this.objects = objects;
        this.folders = folders;
        this.config = config;
        this.callBack = callBack;
    }

    /// Blocks until the task is done, failed, or given back. An interrupt gives it back.
    void render(Claimed task) {
        var attempt = task.id().attempt();
        try {
            make(task);
            end(task, tasks.done(task));
        } catch (NoClip e) {
            LOG.infof(
                    "A sandbox task gives no clip; attempt=%s why=%s cause=%s",
                    attempt, e.failure().reason().word(), e.getCause());
            end(task, tasks.failed(task, e.failure()));
        } catch (RenderKilled e) {
            LOG.warnf("A renderer was killed; attempt=%s why=%s", attempt, e.getCause());
            tasks.giveBack(task, config.tryAgainAfter(), true);
        } catch (InterruptedException e) {
            LOG.infof("A render was stopped; attempt=%s", attempt);
            tasks.giveBack(task, Duration.ZERO, false);
        } catch (SdkException | IOException e) {
            LOG.warnf(e, "A render waits for store or disk; attempt=%s", attempt);
            tasks.giveBack(task, config.tryAgainAfter(), false);
        }
    }

    private void end(Claimed task, boolean held) {
        if (held) {
            callBack.ended(task.id().attempt(), task.callback());
        }
    }

    private void make(Claimed task) throws NoClip, RenderKilled, IOException, InterruptedException {
        if (task.crashes() >= config.mostCrashes()) {
            throw new NoClip(
                    Reason.PROVIDER_ERROR,
                    "the sandbox's renderer died %d times".formatted(task.crashes()));
        }
        try (var folder = folders.open();
                var heartbeat = new Heartbeat(tasks, config, task)) {
            var inputs = pictures.fetch(task.scene(), folder.path());
            var work = Files.createDirectory(folder.path().resolve("work"));
            var clip = draw.draw(task.scene(), inputs, work, heartbeat::progress);
            objects.put(task.id().key(), clip, "video/mp4");
        }
    }
}
