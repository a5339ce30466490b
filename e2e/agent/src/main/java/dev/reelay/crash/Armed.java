package dev.reelay.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What is armed in this process. It is read anew from the file `armed` of the process's folder
/// whenever that changes; a line is a point, the number of the call that counts, and `halt` or the
/// milliseconds that the thread then rests. What is armed now stands in the file `seen`.
public final class Armed {
    /// A process that dies by it has the exit code of one that was killed.
    private static final int KILLED = 137;

    private static final long LOOK_NANOS = 50_000_000;
    private static final String HALT = "halt";
    private static final int BEHIND_MILLIS = 1000;

    private static volatile Map<String, Arm> armed = Map.of();
    private static @Nullable Path folder;

    private Armed() {}

    private record Arm(AtomicInteger callsLeft, String action, int pauseMillis) {}

    /// Begins to watch the folder.
    static void watch(Path processFolder, Map<String, CrashPoint> points) {
        folder = processFolder;
        var file = processFolder.resolve("armed");
        var first = read(file);
        arm(first, points);
        Thread.ofPlatform().daemon().name("crash-points").start(() -> follow(file, first, points));
    }

    private static void follow(Path file, String first, Map<String, CrashPoint> points) {
        var known = first;
        while (true) {
            LockSupport.parkNanos(LOOK_NANOS);
            var now = read(file);
            if (!now.equals(known)) {
                known = now;
                arm(now, points);
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static void arm(String lines, Map<String, CrashPoint> points) {
        var arms = new HashMap<String, Arm>();
        for (var line : lines.lines().toList()) {
            var words = line.split(" ", -1);
            var point = points.get(words[0]);
            if (point != null) {
                var calls = new AtomicInteger(Integer.parseInt(words[1]));
                arms.put(words[0], new Arm(calls, words[2], point.pauseMillis()));
            }
        }
        armed = Map.copyOf(arms);
        write("seen", lines, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /// Called from the code that was woven into the product.
    public static void reached(String point) {
        var arm = armed.get(point);
        if (arm == null) {
            return;
        }
        var left = arm.callsLeft().decrementAndGet();
        if (left == 0) {
            act(point, arm);
        } else if (left < 0 && arm.action().equals(HALT)) {
            rest(BEHIND_MILLIS + arm.pauseMillis()); // nobody slips past one that is dying
        }
    }

    private static void act(String point, Arm arm) {
        note(point);
        if (arm.action().equals(HALT)) {
            rest(arm.pauseMillis());
            Runtime.getRuntime().halt(KILLED);
        }
        rest(Integer.parseInt(arm.action()));
    }

    /// Nothing wakes it early: a stopped process does not hear an interrupt either.
    private static void rest(long millis) {
        var end = System.nanoTime() + millis * 1_000_000;
        var interrupted = false;
        for (var left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// One line in the file `reached`, for the test that waits for it.
    static synchronized void note(String what) {
        write("reached", what + "\n", StandardOpenOption.APPEND);
    }

    private static void write(String file, String text, StandardOpenOption how) {
        var to = folder;
        if (to == null) {
            return;
        }
        try {
            Files.writeString(
                    to.resolve(file),
                    text,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
