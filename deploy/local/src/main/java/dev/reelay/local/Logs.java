package dev.reelay.local;

import dev.reelay.parts.LogFile;
import dev.reelay.parts.Part;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "Prints the end of the logs.",
        mixinStandardHelpOptions = true)
final class Logs implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(300);

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            description = "api, worker, billing, postgres, kafka or s3; default: the services.")
    private @Nullable String part;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as the logs grow; stop with Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "Lines of each log (default 100).")
    private int lines = 100;

    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        var wanted = wanted(data.installation());
        var seen = new HashMap<Part, Long>();
        for (var each : wanted) {
            var log = new LogFile(each.logFile());
            seen.put(each, log.size());
            log.tail(lines).forEach(line -> print(each, line));
        }
        while (follow) {
            wanted.forEach(each -> printNew(each, seen));
            Thread.sleep(LOOK);
        }
        return 0;
    }

    private List<Part> wanted(Installation installation) {
        if (part == null) {
            return installation.services();
        }
        return installation
                .parts()
                .filter(each -> each.name().equals(part))
                .findFirst()
                .map(List::of)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        "no part "
                                                + part
                                                + "; there are: "
                                                + String.join(
                                                        ", ",
                                                        installation
                                                                .parts()
                                                                .map(Part::name)
                                                                .toList())));
    }

    private static void printNew(Part part, Map<Part, Long> seen) {
        var log = new LogFile(part.logFile());
        var from = seen.getOrDefault(part, 0L);
        var text = log.size() < from ? log.since(0) : log.since(from);
        var whole = text.lastIndexOf('\n') + 1;
        text.substring(0, whole).lines().forEach(line -> print(part, line));
        seen.put(
                part,
                from
                        + text.substring(0, whole)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                                .length);
    }

    private static void print(Part part, String line) {
        System.out.printf("%-8s %s%n", part.name(), line);
    }
}
