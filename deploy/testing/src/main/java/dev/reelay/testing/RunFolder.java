package dev.reelay.testing;

import dev.reelay.parts.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// The folder in which the embedded servers of this JVM live. A small shell process watches over
/// it: when this JVM is gone, be it by `kill -9`, it ends the servers and deletes the folder.
final class RunFolder {
    /// Reading its input ends when our end of the pipe does, which the system closes with our last
    /// breath. A killed PostgreSQL would leave shared memory behind, so that gets the signal to
    /// leave at once.
    private static final String WATCH =
            """
            trap '' HUP INT TERM
            cat >/dev/null
            for pid in "$1"/kafka/pid "$1"/s3/pid; do
                if [ -f "$pid" ]; then kill -9 "$(cat "$pid")" 2>/dev/null; fi
            done
            pid="$1/postgres/data/postmaster.pid"
            if [ -f "$pid" ]; then kill -QUIT "$(head -n 1 "$pid")" 2>/dev/null; fi
            tries=0
            while [ -f "$pid" ] && [ "$tries" -lt 100 ]; do
                sleep 0.1
                tries=$((tries + 1))
            done
            rm -rf "$1"
            """;

    private static final int PATIENCE_SECONDS = 30;

    private RunFolder() {}

    /// Under the module's `target`; made, and watched over, from the first call on.
    static Path ofThisJvm() {
        return Path.of(JvmFacts.once("run", RunFolder::make));
    }

    private static String make() {
        var module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        var folder =
                module.resolve("target/reelay-parts")
                        .resolve("run-" + ProcessHandle.current().pid());
        Secrets.privateFolder(folder);
        watch(folder);
        return folder.toString();
    }

    private static void watch(Path folder) {
        try {
            var watcher =
                    new ProcessBuilder("/bin/sh", "-c", WATCH, "watch", folder.toString())
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start();
            // The hook also keeps the pipe from being collected, which would close it.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(watcher)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process watcher) {
        try {
            watcher.getOutputStream().close();
            watcher.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
