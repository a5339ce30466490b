package dev.reelay.local;

import dev.reelay.parts.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Shows each part: process, port, memory. Exits 1 unless all run.",
        mixinStandardHelpOptions = true)
final class Status implements Callable<Integer> {
    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() {
        var installation = data.installation();
        System.out.printf(
                "%-10s %-8s %8s %6s %8s  %s%n", "PART", "STATE", "PID", "PORT", "MEMORY", "LOG");
        installation.parts().forEach(Status::print);
        return installation.parts().allMatch(Part::isRunning) ? 0 : 1;
    }

    private static void print(Part part) {
        var pid = part.pid();
        System.out.printf(
                "%-10s %-8s %8s %6d %8s  %s%n",
                part.name(),
                pid.isPresent() ? "running" : "down",
                pid.isPresent() ? pid.getAsLong() : "-",
                part.port(),
                pid.isPresent() ? memory(pid.getAsLong()) : "-",
                part.logFile());
    }

    /// Resident memory of the one process; PostgreSQL's sessions are further ones. Linux only.
    private static String memory(long pid) {
        try {
            var status = Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"));
            return status.stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .map(kilobytes -> Long.parseLong(kilobytes) / 1024 + " MB")
                    .findFirst()
                    .orElse("?");
        } catch (IOException e) {
            return "?";
        }
    }
}
