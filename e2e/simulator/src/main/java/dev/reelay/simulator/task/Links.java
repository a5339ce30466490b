package dev.reelay.simulator.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Signed links to the files of tasks, as they stand in answers.
public final class Links {
    private static final String SALT = "a link of the simulator ";

    private final String base;
    private final SimulatedTime time;

    /// @param base of the server for files
    public Links(String base, SimulatedTime time) {
        this.base = base;
        this.time = time;
    }

    /// What a link leads to.
    ///
    /// @param kind `mp4`, `jpg`, `png` or `webp`
    public record Target(String vendor, String task, int number, String kind, Instant dies) {
        public boolean isDead(Instant now) {
            return now.isAfter(dies);
        }
    }

    public String to(Task task, int number, String kind, Duration life) {
        var dies = time.instant().plus(life).getEpochSecond();
        var path = "/%s/%s/%d.%s".formatted(task.account().vendor(), task.id(), number, kind);
        return base + path + "?Expires=" + dies + "&Signature=" + signature(path, dies);
    }

    /// The same file at another host name of the same server.
    public String atOtherHost(String pathAndQuery) {
        return base.replace("127.0.0.1", "localhost") + pathAndQuery;
    }

    /// Empty where the link is not one of ours, or was changed.
    public static Optional<Target> read(String path, String expires, String signature) {
        var parts = path.split("/");
        if (parts.length != 4 || !expires.matches("[0-9]{1,12}")) {
            return Optional.empty();
        }
        var file = parts[3].split("\\.");
        var dies = Long.parseLong(expires);
        if (!signature(path, dies).equals(signature)
                || file.length != 2
                || !file[0].matches("[0-9]{1,4}")) {
            return Optional.empty();
        }
        return Optional.of(
                new Target(
                        parts[1],
                        parts[2],
                        Integer.parseInt(file[0]),
                        file[1],
                        Instant.ofEpochSecond(dies)));
    }

    private static String signature(String path, long dies) {
        return Dummy.hex(SALT + path + dies, 32);
    }
}
