package dev.reelay.worker.media;

import dev.reelay.worker.media.FfmpegFailed.Why;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/// The ffmpeg program, run as a child process: it cannot crash the worker, sees none of its
/// secrets, opens files only, and does not outlive it, not even after `kill -9`.
@ApplicationScoped
public class Ffmpeg {
    private static final List<String> ALWAYS =
            List.of(
                    "-nostdin",
                    "-hide_banner",
                    "-loglevel",
                    "error",
                    "-progress",
                    "pipe:1",
                    "-stats_period",
                    "0.5",
                    // One for each processor would be many on a large machine.
                    "-filter_threads",
                    "2",
                    "-filter_complex_threads",
                    "2",
                    "-y");

    private final MediaConfig config;
    private final UnpackedFiles files;
    private final Set<FfmpegChild> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public Ffmpeg(MediaConfig config, UnpackedFiles files) {
        this.config = config;
        this.files = files;
    }

    /// A file as ffmpeg's command line names it; no file name can be taken for a protocol or an
    /// option.
    public static String file(Path path) {
        return "file:" + path.toAbsolutePath();
    }

    /// Runs to the end, as the other `run`; every file is named by its whole path.
    public void run(List<String> arguments, Duration limit)
            throws FfmpegFailed, InterruptedException {
        run(Path.of(System.getProperty("java.io.tmpdir")), arguments, limit, millis -> {});
    }

    /// Runs to the end. Every `-i` may only name files. When the limit has passed or the thread is
    /// interrupted, the child is killed.
    ///
    /// @param folder where relative file names belong
    /// @param limit of wall time; of processor time the child has three times as much
    /// @param written told about twice a second how many milliseconds of the output are written
    public void run(Path folder, List<String> arguments, Duration limit, LongConsumer written)
            throws FfmpegFailed, InterruptedException {
        var child = start(folder, arguments, limit, written);
        running.add(child);
        try {
            if (closed) {
                throw new FfmpegFailed(Why.KILLED, "the worker is leaving");
            }
            child.join(limit);
        } finally {
            running.remove(child);
            child.kill();
        }
    }

    private FfmpegChild start(
            Path folder, List<String> arguments, Duration limit, LongConsumer written)
            throws FfmpegFailed {
        var command = new ArrayList<String>();
        command.add(program().toString());
        command.addAll(ALWAYS);
        // Should nobody be left to kill it, the kernel does.
        command.addAll(List.of("-timelimit", Long.toString(3 * limit.toSeconds() + 1)));
        for (var argument : arguments) {
            if (argument.equals("-i")) {
                command.addAll(List.of("-protocol_whitelist", "file"));
            }
            command.add(argument);
        }
        try {
            return FfmpegChild.start(folder, command, config.ffmpegMemory(), written);
        } catch (IOException e) {
            throw new FfmpegFailed(Why.UNUSABLE, "ffmpeg cannot be started: " + e.getMessage());
        }
    }

    /// Where the program is; unpacks it first if need be. Throws `FfmpegFailed` (`UNUSABLE`) where
    /// there is none for this machine.
    public Path program() throws FfmpegFailed {
        var own = config.ffmpeg();
        if (own.isPresent()) {
            if (!Files.isExecutable(own.get())) {
                throw new FfmpegFailed(
                        Why.UNUSABLE,
                        "REELAY_WORKER_FFMPEG names no program that can be run: " + own.get());
            }
            return own.get().toAbsolutePath();
        }
        var packed = PackedFile.ffmpeg();
        if (packed.isEmpty()) {
            throw new FfmpegFailed(
                    Why.UNUSABLE,
                    "no ffmpeg is packaged for this kind of machine; set REELAY_WORKER_FFMPEG");
        }
        try {
            return files.of(packed.get());
        } catch (IOException e) {
            throw new FfmpegFailed(Why.UNUSABLE, "ffmpeg cannot be unpacked: " + e.getMessage());
        }
    }

    /// Kills every child; no other is started.
    @PreDestroy
    public void close() {
        closed = true;
        running.forEach(FfmpegChild::kill);
    }
}
