package dev.reelay.worker.provider.sandbox;

import dev.reelay.worker.egress.EgressBench;
import dev.reelay.worker.loop.Work;
import dev.reelay.worker.loop.WorkConfig;
import dev.reelay.worker.media.Ffmpeg;
import dev.reelay.worker.media.RealFfmpeg;
import dev.reelay.worker.provider.PollAnswer;
import dev.reelay.worker.provider.ProviderTask;
import dev.reelay.worker.provider.SubmitAnswer.Accepted;
import dev.reelay.worker.provider.SubmitAttempt;
import dev.reelay.worker.store.S3Objects;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;

/// One worker's sandbox, put together by hand on real servers. It renders one clip at a time, and
/// only after `start`.
final class SandboxWorker implements AutoCloseable {
    final PostgresTasks tasks;
    final SandboxConfig config;
    final SandboxProvider provider;
    final RenderLoop loop;
    final Work work;
    final List<UUID> rung = new CopyOnWriteArrayList<>();

    private final TinyClip tiny;

    SandboxWorker(Jdbi jdbi, S3Objects objects) {
        this(jdbi, objects, RealFfmpeg.FFMPEG, Map.of());
    }

    SandboxWorker(Jdbi jdbi, S3Objects objects, Ffmpeg ffmpeg, Map<String, String> settings) {
        var builder =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(SandboxConfig.class)
                        .withMapping(WorkConfig.class)
                        .withDefaultValue("reelay.work.patience", "0s")
                        .withDefaultValue("reelay.sandbox.at-once", "1")
                        .withDefaultValue("reelay.sandbox.beat", "100ms")
                        .withDefaultValue("reelay.sandbox.interval", "50ms");
        settings.forEach(builder::withDefaultValue);
        var all = builder.build();
        config = all.getConfigMapping(SandboxConfig.class);
        work = new Work(all.getConfigMapping(WorkConfig.class));
        tasks = new PostgresTasks(jdbi);
        var folders = new RenderFolders();
        var draw = new DrawClip(ffmpeg, RealFfmpeg.FILES);
        var render =
                new RenderTask(
                        tasks,
                        new FetchPictures(objects, config),
                        draw,
                        objects,
                        folders,
                        config,
                        new CallBack(EgressBench.toLoopback(), rung::add));
        loop = new RenderLoop(tasks, render, objects, config, folders, ffmpeg, work);
        tiny = new TinyClip(draw, folders);
        provider = new SandboxProvider(tasks, loop, objects, tiny);
    }

    SandboxWorker start() {
        loop.start();
        return this;
    }

    ProviderTask submit(SubmitAttempt attempt) {
        return ((Accepted) provider.submit(attempt)).task();
    }

    /// Polls until the task no longer works.
    PollAnswer outcome(ProviderTask task) {
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> provider.poll(task),
                        answer -> !(answer instanceof PollAnswer.Working));
    }

    /// Polls until the clip is there and copies it.
    Path fetch(ProviderTask task, Path to) throws IOException {
        var file = ((PollAnswer.Finished) outcome(task)).file();
        try (var content = provider.open(file)) {
            Files.copy(content.stream(), to);
        }
        return to;
    }

    @Override
    public void close() throws IOException {
        work.stop();
        tiny.close();
    }
}
