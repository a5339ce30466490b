package dev.reelay.local;

import dev.reelay.parts.Part;
import java.util.List;

/// Stops parts: the services first, then the servers that they need.
final class StopParts {
    private StopParts() {}

    static void stop(Installation installation, List<Part> wanted, Progress progress) {
        stopAll(installation.services(), wanted, progress);
        stopAll(installation.servers(), wanted, progress);
    }

    private static void stopAll(List<Part> group, List<Part> wanted, Progress progress) {
        var threads =
                group.stream()
                        .filter(wanted::contains)
                        .filter(Part::isRunning)
                        .map(part -> Thread.ofVirtual().start(() -> stop(part, progress)))
                        .toList();
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void stop(Part part, Progress progress) {
        part.stop();
        progress.say("  [ok] %-9s stopped".formatted(part.name()));
    }
}
