package dev.reelay.simulator;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The simulator as a program of its own. When it is ready it prints one line of JSON, with all
/// addresses and credentials.
@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        description = "Stands in for every upstream that renders video.")
public final class SimulatorMain implements Callable<Integer> {
    @Option(
            names = "--control-port",
            description =
                    "Port of the control; the files' and the vendors' follow it. 0, the default,"
                            + " takes free ones.")
    private int controlPort;

    @Option(names = "--folder", required = true, description = "Where clips are kept.")
    private Path folder = Path.of(".");

    @Option(
            names = "--files-url",
            description = "Where answers say that the files are, if a proxy leads there.")
    private @Nullable String filesUrl;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulatorMain()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var simulator = Simulator.start(controlPort, folder, filesUrl)) {
            System.out.println(Control.accounts(simulator));
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
