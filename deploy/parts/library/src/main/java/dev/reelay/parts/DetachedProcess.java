package dev.reelay.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A child that stays when we leave, whom the terminal's Ctrl-C and hang-up do not reach, and whom
/// a later run finds again by its pid file. The pid counts only while the process has the mark
/// among its arguments, so after a reboot no stranger is taken for it.
public final class DetachedProcess {
    /// The shell writes the pid before it becomes the program: no gap in which we could die and
    /// lose it. A session of its own (`setsid`) keeps every signal of the terminal away, where
    /// there is one.
    private static final String DETACH =
            """
            trap '' HUP INT
            umask 077
            echo $$ >"$1.new" && mv "$1.new" "$1" || exit 1
            shift
            if command -v setsid >/dev/null 2>&1; then exec setsid "$@"; fi
            exec "$@"
            """;

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int LOOKS = 10;

    private final String name;
    private final Path folder;
    private final Path pidFile;
    private final LogFile log;

    /// @param folder where it works, and where its pid file is
    public DetachedProcess(String name, Path folder, LogFile log) {
        this.name = name;
        this.folder = folder.toAbsolutePath().normalize();
        this.pidFile = this.folder.resolve("pid");
        this.log = log;
    }

    /// The JVM argument by which a process is known as ours.
    public String mark() {
        return "-Dreelay.part=" + folder;
    }

    /// The pid of the living process.
    public OptionalLong pid() {
        return process().map(found -> OptionalLong.of(found.pid())).orElse(OptionalLong.empty());
    }

    private Optional<ProcessHandle> process() {
        try {
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            return marked(Long.parseLong(Files.readString(pidFile).strip()), mark());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// The living process of this pid, if the mark stands among its arguments.
    static Optional<ProcessHandle> marked(long pid, String mark) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(found -> CommandLine.of(found).contains(mark));
    }

    /// Starts the command, whose arguments must have the {@link #mark}, and returns when `ready`
    /// says so.
    ///
    /// @throws PartFailedException if the process ends, or is not ready in time (it is then ended)
    public void start(
            List<String> command,
            Map<String, String> environment,
            Duration limit,
            BooleanSupplier ready) {
        if (pid().isEmpty()) {
            spawn(command, environment);
        }
        var end = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (System.nanoTime() > end) {
                stop(Duration.ofSeconds(5));
                throw new PartFailedException(
                        name, "was not ready within " + limit.toSeconds() + " s", log);
            }
            if (isGone()) {
                throw new PartFailedException(name, "ended while it started", log);
            }
            pause();
        }
    }

    /// A process that is just becoming its program has no arguments for a moment, so one look
    /// proves nothing.
    private boolean isGone() {
        for (var look = 0; look < LOOKS; look++) {
            if (pid().isPresent()) {
                return false;
            }
            pause();
        }
        return true;
    }

    private void spawn(List<String> command, Map<String, String> environment) {
        Secrets.privateFolder(folder);
        log.prepare();
        var detached = new ArrayList<>(List.of("/bin/sh", "-c", DETACH, name, pidFile.toString()));
        detached.addAll(command);
        var builder =
                new ProcessBuilder(detached)
                        .directory(folder.toFile())
                        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(log.path().toFile()));
        builder.environment().putAll(environment);
        try {
            Files.deleteIfExists(pidFile);
            var shell = builder.start();
            while (shell.isAlive() && !Files.exists(pidFile)) {
                pause();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Asks it to end, then makes it. A second call does nothing.
    public void stop(Duration grace) {
        process().ifPresent(found -> end(found, mark(), grace));
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(ProcessHandle process, String mark, Duration grace) {
        process.destroy();
        if (!goneWithin(grace, process.pid(), mark)) {
            process.destroyForcibly();
            goneWithin(Duration.ofSeconds(10), process.pid(), mark);
        }
    }

    /// Waits until no process of this pid has the mark; a zombie has no arguments and counts as
    /// gone.
    static boolean goneWithin(Duration limit, long pid, String mark) {
        var end = System.nanoTime() + limit.toNanos();
        while (marked(pid, mark).isPresent()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause();
        }
        return true;
    }

    static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted");
        }
    }

    /// Runs a short command to its end; its output goes to the log.
    static int run(List<String> command, Path folder, LogFile log, Duration limit) {
        try {
            var process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.appendTo(log.path().toFile()))
                            .start();
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
