package dev.reelay.e2e.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// One of the services' processes, and the memory that it takes.
public record Jvm(long pid) {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    /// What is left in its heap after a collection.
    public long liveBytes() throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process =
                new ProcessBuilder(jcmd, String.valueOf(pid), "GC.class_histogram")
                        .redirectErrorStream(true)
                        .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        var match = TOTAL.matcher(text);
        if (!match.find()) {
            throw new IOException("jcmd answered " + text.lines().findFirst().orElse("nothing"));
        }
        return Long.parseLong(match.group(1));
    }

    /// A number of `/proc/…/status`: `Threads`, or in kB `VmRSS`.
    long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
