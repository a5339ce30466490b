package dev.reelay.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// Who listens on a port, as far as the system tells us.
public record PortUser(long pid, String command) {
    // What was killed a moment ago may hold its port until its children have noticed.
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String LISTEN = "0A";

    /// The listener on this port of loopback or of all addresses. Empty if there is none, or it is
    /// another user's and the system keeps that to itself.
    public static Optional<PortUser> of(int port) {
        try {
            return Files.isReadable(Path.of("/proc/net/tcp")) ? ofLinux(port) : ofLsof(port);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Returns when the port is free, or soon fails and says whose it is.
    static void await(Part part, int port) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!Ports.isFree(port)) {
            if (System.nanoTime() > end) {
                throw new PartFailedException(
                        part.name(),
                        "cannot start: port " + port + " is in use" + by(port),
                        new LogFile(part.logFile()));
            }
            DetachedProcess.pause();
        }
    }

    private static String by(int port) {
        return of(port).map(user -> " by " + user).orElse("");
    }

    private static Optional<PortUser> ofLinux(int port) throws IOException {
        var inode =
                Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                        .map(Path::of)
                        .filter(Files::isReadable)
                        .flatMap(PortUser::lines)
                        .map(line -> line.strip().split("\\s+"))
                        .filter(c -> c.length > 9 && c[3].equals(LISTEN))
                        .filter(c -> c[1].endsWith(":%04X".formatted(port)))
                        .map(columns -> columns[9])
                        .findFirst();
        if (inode.isEmpty()) {
            return Optional.empty();
        }
        var socket = "socket:[" + inode.get() + "]";
        return ProcessHandle.allProcesses()
                .filter(process -> hasOpen(process, socket))
                .findFirst()
                .map(PortUser::describe);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasOpen(ProcessHandle process, String socket) {
        var open = Path.of("/proc", String.valueOf(process.pid()), "fd");
        try (var files = Files.newDirectoryStream(open)) {
            for (var file : files) {
                if (Files.readSymbolicLink(file).toString().equals(socket)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // not ours to see, or gone meanwhile
        }
    }

    private static Optional<PortUser> ofLsof(int port) throws IOException {
        var lsof =
                new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var lines = lsof.inputReader()) {
            return lines.lines()
                    .findFirst()
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                    .map(PortUser::describe);
        }
    }

    private static PortUser describe(ProcessHandle process) {
        return new PortUser(process.pid(), CommandLine.of(process).toString());
    }

    @Override
    public String toString() {
        var short60 = command.length() > 60 ? command.substring(0, 57) + "..." : command;
        return "pid " + pid + (short60.isEmpty() ? "" : " (" + short60 + ")");
    }
}
