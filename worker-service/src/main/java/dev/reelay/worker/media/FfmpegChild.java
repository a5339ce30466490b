package dev.reelay.worker.media;

import dev.reelay.worker.media.FfmpegFailed.Why;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/// One running ffmpeg.
final class FfmpegChild {
    /// Runs the program beside a watcher that waits on our end of the pipe: when this worker is
    /// gone, however it went, the pipe closes and the watcher kills the program. (ffmpeg itself
    /// ignores a closed pipe.) Low priority, so that rendering never starves the worker.
    private static final String WATCHED =
            """
            exec 3<&0
            ulimit -v "$1" 2>/dev/null
            shift
            command -v nice >/dev/null && set -- nice -n 10 "$@"
            "$@" </dev/null 3<&- &
            program=$!
            { read -r gone <&3; kill -9 "$program"; } >/dev/null 2>&1 &
            watcher=$!
            exec 3<&-
            wait "$program"
            code=$?
            kill -9 "$watcher" 2>/dev/null
            exit "$code"
            """;

    private static final String SHELL = "/bin/sh";
    private static final Pattern PROGRESS = Pattern.compile("([a-z0-9_]+)=\\s*(\\S*)");
    private static final String WRITTEN = "out_time_us"; // of all progress fields the one we use
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");
    private static final int LAST_LINES = 8;
    private static final int LONGEST_LINE = 300;

    private final Process process;
    private final LongConsumer written;
    private final Deque<String> last = new ArrayDeque<>();
    private final Thread reader;

    private FfmpegChild(Process process, LongConsumer written) {
        this.process = process;
        this.written = written;
        // A pipe is read by blocking I/O, which would hold a carrier of virtual threads.
        this.reader =
                Thread.ofPlatform().daemon().name("ffmpeg-" + process.pid()).start(this::read);
    }

    static FfmpegChild start(Path folder, List<String> command, int memoryKb, LongConsumer written)
            throws IOException {
        var builder =
                new ProcessBuilder(watched(command, memoryKb))
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        var path = builder.environment().get("PATH");
        var root = builder.environment().get("SystemRoot");
        builder.environment().clear(); // ours holds passwords
        if (path != null) {
            builder.environment().put("PATH", path);
        }
        if (root != null) {
            builder.environment().put("SystemRoot", root); // Windows programs do not start without
        }
        return new FfmpegChild(builder.start(), written);
    }

    private static List<String> watched(List<String> command, int memoryKb) {
        if (!new File(SHELL).canExecute()) {
            return command; // no such shell: the processor time limit is what remains
        }
        var all = new ArrayList<>(List.of(SHELL, "-c", WATCHED, "watch", "" + memoryKb));
        all.addAll(command);
        return all;
    }

    void join(Duration limit) throws FfmpegFailed, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new FfmpegFailed(
                    Why.TOO_SLOW, "ffmpeg did not end in " + limit.toSeconds() + " s");
        }
        reader.join(Duration.ofSeconds(5));
        var code = process.exitValue();
        if (code != 0) {
            throw new FfmpegFailed(why(code), "ffmpeg ended with " + code + ": " + lastLines());
        }
    }

    /// A shell adds 128 to the number of a signal; ffmpeg itself says 255 after a polite one.
    private static Why why(int code) {
        return switch (code) {
            case 126, 127 -> Why.UNUSABLE; // the shell could not run it
            case 128 + 24 -> Why.TOO_SLOW; // SIGXCPU: the processor time is used up
            case 255, 128 + 2, 128 + 9, 128 + 15 -> Why.KILLED;
            default -> Why.ERROR;
        };
    }

    /// Nothing is left of the child afterwards; a child that has ended is left alone.
    void kill() {
        try {
            process.getOutputStream().close(); // the watcher's sign
        } catch (IOException e) {
            // it is gone already
        }
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void read() {
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            // killed
        }
    }

    private void take(String line) {
        var progress = PROGRESS.matcher(line);
        if (!progress.matches()) {
            remember(line);
        } else if (progress.group(1).equals(WRITTEN)
                && NUMBER.matcher(progress.group(2)).matches()) {
            written.accept(Long.parseLong(progress.group(2)) / 1000);
        }
    }

    private synchronized void remember(String line) {
        last.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
        if (last.size() > LAST_LINES) {
            last.remove();
        }
    }

    private synchronized String lastLines() {
        return String.join(" | ", last);
    }
}
