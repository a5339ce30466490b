package dev.reelay.e2e.crash;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// What a run ran on, and what of.
record Machine(int cores, long memoryBytes, String system, String java) {
    static Machine here() {
        var os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                os.getAvailableProcessors(),
                os.getTotalMemorySize(),
                os.getName() + " " + os.getArch(),
                Runtime.version().toString());
    }

    String text() {
        return "%d cores, %d GB, %s, Java %s"
                .formatted(cores, Math.round(memoryBytes / 1e9), system, java);
    }

    /// The commit of the checkout in this folder, or a word that there is none.
    static String commit(Path folder) {
        try {
            var git =
                    new ProcessBuilder("git", "describe", "--always", "--dirty")
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
            var said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0
                    ? said.strip()
                    : "unknown";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
