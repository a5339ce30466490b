package dev.reelay.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        description = "Stops every part of this installation and nothing else; data is kept.",
        mixinStandardHelpOptions = true)
final class Down implements Callable<Integer> {
    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() {
        var installation = data.installation();
        try (var _ = Lock.take(installation.data())) {
            StopParts.stop(installation, installation.parts().toList(), new Progress(System.out));
        }
        return 0;
    }
}
