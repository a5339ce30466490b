package dev.reelay.e2e.crash;

import dev.reelay.crash.RemovedGuard;
import dev.reelay.crash.Skew;
import dev.reelay.local.Home;
import dev.reelay.local.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;

/// One process of a service, and the crash agent in it.
final class Replica {
    private final String service;
    private final Function<Home, Service> builds;
    private final Path agent;
    private volatile Service process;

    /// @param builds its process, from where it was built
    /// @param agent the folder by which the agent is told what to do
    Replica(String service, Function<Home, Service> builds, Home home, Path agent) {
        this.service = service;
        this.builds = builds;
        this.agent = agent;
        process = builds.apply(home);
    }

    /// From the next start on it is what was built there.
    void becomes(Home home) {
        process = builds.apply(home);
    }

    String name() {
        return process.name();
    }

    String service() {
        return service;
    }

    long pid() {
        return process.pid().orElseThrow();
    }

    String url() {
        return "http://127.0.0.1:" + process.port();
    }

    Path log() {
        return process.logFile();
    }

    /// Starts it, with nothing armed; returns when it is ready.
    void start() {
        arm("");
        process.start();
    }

    /// Starts it; the first thread that comes to the point rests there for a while.
    void startResting(String point, int millis) {
        arm(point + " 1 " + millis);
        process.start();
    }

    boolean runs() {
        return process.isRunning();
    }

    /// The process is halted at the point's next call.
    void haltAt(String point) {
        arm(point + " 1 halt");
    }

    /// The thread that comes to the point next rests there for a while, as a stopped process does.
    void restAt(String point, int millis) {
        arm(point + " 1 " + millis);
    }

    void disarm() {
        arm("");
    }

    /// The points that were reached, in this life and earlier ones, and the guards taken out.
    List<String> reached() {
        var file = agent.resolve("reached");
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the process knows what is armed.
    void awaitArmed() {
        Awaitility.await()
                .ignoreExceptions()
                .until(
                        () ->
                                Files.readString(agent.resolve("seen"))
                                        .equals(Files.readString(agent.resolve("armed"))));
    }

    /// From the next start on.
    void without(List<RemovedGuard> guards) {
        RemovedGuard.write(agent.resolve("removed"), guards);
    }

    /// Has its clock run off by so much, from the next start on.
    void skew(Duration by) {
        Skew.write(agent, by);
    }

    private void arm(String lines) {
        try {
            Files.createDirectories(agent);
            var made = Files.writeString(agent.resolve("armed.new"), lines);
            Files.move(made, agent.resolve("armed"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `kill -9`, and waits until it is gone.
    void kill() {
        process.pid().ifPresent(pid -> Signals.kill(pid));
    }

    /// `SIGSTOP`: it lives and does nothing.
    void suspend() {
        Signals.send("STOP", process.pid().orElseThrow());
    }

    /// `SIGCONT`.
    void resume() {
        Signals.send("CONT", process.pid().orElseThrow());
    }

    void stop() {
        process.stop();
    }

    /// Signals to processes.
    static final class Signals {
        private Signals() {}

        static void kill(long pid) {
            ProcessHandle.of(pid)
                    .ifPresent(
                            found -> {
                                found.destroyForcibly();
                                found.onExit().orTimeout(20, TimeUnit.SECONDS).join();
                            });
        }

        static void send(String signal, long pid) {
            try {
                var exit = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start();
                if (exit.waitFor() != 0) {
                    throw new IllegalStateException("no process " + pid);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
